package dev.guildhall.order;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Everything that can be done to an order; by its {@link #text} it stands in paths, in the history and in SQL. */
public enum OrderAction {
    PLACE(Note.NONE),
    SUBMIT_PAYMENT(Note.NONE),
    WITHDRAW_PAYMENT(Note.NONE),
    CONFIRM_PAYMENT(Note.NONE),
    REJECT_PAYMENT(Note.REASON),
    START(Note.NONE),
    SUBMIT_WORK(Note.OPTIONAL),
    APPROVE(Note.NONE),
    REVISION(Note.OPTIONAL),
    CANCEL(Note.REASON),
    CONFIRM_REFUND(Note.NONE),
    DISPUTE(Note.REASON),
    RESOLVE(Note.REQUIRED),
    AUTO_APPROVE(Note.NONE),
    AUTO_CANCEL(Note.NONE);

    /** What the other party is told with it. */
    enum Note {
        NONE,
        /** The field {@code note}, which may be left out. */
        OPTIONAL,
        /** The field {@code note}. */
        REQUIRED,
        /** The field {@code reason}. */
        REASON
    }

    private final Note note;

    OrderAction(Note note) {
        this.note = note;
    }

    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static OrderAction of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    Note note() {
        return note;
    }

    /** Whether people ask for it about an order that exists, at a path of its own. */
    boolean isRequested() {
        return this != PLACE && this != AUTO_APPROVE && this != AUTO_CANCEL;
    }
}
