package dev.guildhall.order;

import java.util.Locale;

/** How a party closes a proposal. */
enum ProposalAnswer {
    ACCEPT("accepted"),
    DECLINE("declined"),
    /** The party that has made the proposal takes it back. */
    WITHDRAW("withdrawn");

    private final String status;

    ProposalAnswer(String status) {
        this.status = status;
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The status of the proposal afterwards. */
    String status() {
        return status;
    }

    boolean isFor(Role role, Role proposedBy) {
        return (role == proposedBy) == (this == WITHDRAW);
    }
}
