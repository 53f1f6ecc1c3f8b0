package dev.guildhall.order;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Everything that can be done to an order. Paths, the history and SQL use its {@link #text}. */
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
    SUBMIT_REFUND(Note.NONE),
    CONFIRM_REFUND(Note.NONE),
    DISPUTE(Note.REASON),
    RESOLVE(Note.REQUIRED),
    AGREE_EXTEND(Note.NONE),
    AGREE_CANCEL(Note.NONE),
    AUTO_APPROVE(Note.NONE),
    AUTO_CANCEL(Note.NONE),
    AUTO_DISPUTE(Note.NONE),
    AUTO_CONFIRM_REFUND(Note.NONE);

    /** The note to the other party that the request has. */
    enum Note {
        NONE,
        /** The optional field {@code note}. */
        OPTIONAL,
        /** The required field {@code note}. */
        REQUIRED,
        /** The required field {@code reason}. */
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

    /** Whether users can request it for an existing order, each by a path of its own. */
    boolean isRequested() {
        return switch (this) {
            case PLACE, AGREE_EXTEND, AGREE_CANCEL, AUTO_APPROVE, AUTO_CANCEL, AUTO_DISPUTE, AUTO_CONFIRM_REFUND ->
                false;
            default -> true;
        };
    }
}
