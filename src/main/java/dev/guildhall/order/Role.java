package dev.guildhall.order;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** In which capacity somebody acts on an order. */
public enum Role {
    CLIENT,
    FREELANCER,
    ADMIN,
    SYSTEM;

    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
