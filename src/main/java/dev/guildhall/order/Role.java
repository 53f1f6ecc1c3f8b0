package dev.guildhall.order;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The role in which somebody acts on an order. */
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
