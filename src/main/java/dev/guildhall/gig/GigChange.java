package dev.guildhall.gig;

import dev.guildhall.auth.Caller;
import dev.guildhall.http.IfMatch;
import java.math.BigDecimal;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A requested change of a gig.
 *
 * @param ifMatch the versions that the gig may have
 * @param values the new values by column; the names come only from the handler, never from the request; sorted, so that changes
 *     of the same columns use the same statement
 * @param isDeletion whether the gig is deleted
 * @param reason given by an admin; null: none
 */
record GigChange(
        UUID gig,
        Caller caller,
        IfMatch ifMatch,
        SortedMap<String, @Nullable Object> values,
        boolean isDeletion,
        @Nullable String reason) {

    private static final String IS_ACTIVE = "is_active";

    boolean isEmpty() {
        return values.isEmpty() && !isDeletion;
    }

    /** Admins may take down and restore the gigs of others, and change nothing else. */
    boolean isModeration() {
        return caller.isAdmin() && !isDeletion && values.keySet().equals(Set.of(IS_ACTIVE));
    }

    boolean isActivation() {
        return Boolean.TRUE.equals(values.get(IS_ACTIVE));
    }

    @Nullable
    BigDecimal price() {
        return (BigDecimal) values.get("price");
    }

    boolean hasIsActive() {
        return values.containsKey(IS_ACTIVE);
    }
}
