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

    /** The one of client and freelancer that these are. */
    static Role partyIn(Set<Role> roles) {
        return roles.contains(CLIENT) ? CLIENT : FREELANCER;
    }
}
