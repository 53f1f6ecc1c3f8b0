package dev.guildhall.order;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Set;

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

    static Role of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }

    /** Client or freelancer, whichever is among these roles. */
    static Role partyIn(Set<Role> roles) {
        return roles.contains(CLIENT) ? CLIENT : FREELANCER;
    }
}
