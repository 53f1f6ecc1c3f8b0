package dev.guildhall.gig;

import dev.guildhall.auth.Caller;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to be different about a gig.
 *
 * @param versions those of the gig that the caller would change; null: whichever it has
 * @param values the new values by their columns, of which only the handler knows the names; sorted, so that equal changes are
 *     equal statements
 * @param isDeletion whether the gig is to go altogether
 * @param reason of an admin; null: none was given
 */
record GigChange(
        UUID gig,
        Caller caller,
        @Nullable List<Integer> versions,
        SortedMap<String, Object> values,
        boolean isDeletion,
        @Nullable String reason) {

    private static final String IS_ACTIVE = "is_active";

    boolean isEmpty() {
        return values.isEmpty() && !isDeletion;
    }

    /** An admin may take down and restore whatever gig of others it is, and do nothing else to it. */
    boolean isModeration() {
        return caller.isAdmin() && !isDeletion && values.keySet().equals(Set.of(IS_ACTIVE));
    }

    boolean switchesOn() {
        return Boolean.TRUE.equals(values.get(IS_ACTIVE));
    }

    boolean setsIsActive() {
        return values.containsKey(IS_ACTIVE);
    }
}
