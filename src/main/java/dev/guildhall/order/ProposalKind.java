package dev.guildhall.order;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a party can propose to the other. */
enum ProposalKind {
    /** Another date of delivery. */
    EXTEND(OrderAction.AGREE_EXTEND),
    /** An end of the order, with a refund. */
    CANCEL(OrderAction.AGREE_CANCEL);

    private final OrderAction agreement;

    ProposalKind(OrderAction agreement) {
        this.agreement = agreement;
    }

    @JsonValue
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The move that is made when the proposal is accepted. */
    OrderAction agreement() {
        return agreement;
    }

    /** The name of the action that makes a proposal of this kind. */
    String proposal() {
        return "propose-" + text();
    }
}
