package dev.guildhall.gig;

import dev.guildhall.http.Caller;
import java.util.List;
import java.util.Map;
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
 */
record GigChange(
        UUID gig,
        Caller caller,
        @Nullable List<Integer> versions,
        SortedMap<String, Object> values,
        boolean isDeletion) {

    boolean isEmpty() {
        return values.isEmpty() && !isDeletion;
    }

    /** An admin may take down whatever gig it is, and nothing else. */
    boolean isModeration() {
        return caller.isAdmin() && !isDeletion && values.equals(Map.of("is_active", false));
    }
}
