package dev.guildhall.order;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Everything that can be done to an order; by its {@link #text} it stands in paths, in the history and in SQL. */
public enum OrderAction {
    PLACE,
    SUBMIT_PAYMENT,
    WITHDRAW_PAYMENT,
    CONFIRM_PAYMENT,
    REJECT_PAYMENT,
    START,
    SUBMIT_WORK,
    APPROVE,
    REVISION,
    CANCEL,
    CONFIRM_REFUND,
    DISPUTE,
    RESOLVE,
    AUTO_APPROVE,
    AUTO_CANCEL;

    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static OrderAction of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
