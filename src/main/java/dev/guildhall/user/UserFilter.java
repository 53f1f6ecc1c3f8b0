package dev.guildhall.user;

import dev.guildhall.db.Ids;
import dev.guildhall.db.Parameters;
import org.jspecify.annotations.Nullable;

/**
 * The filter of the list of users.
 *
 * @param words the beginning of an email or of words in a name, or an id; null: no search
 * @param isActive null: both active and deactivated users
 */
record UserFilter(@Nullable String words, @Nullable Boolean isActive) {

    boolean isSearch() {
        return words != null;
    }

    Parameters parameters() {
        return Parameters.of("words", words)
                .with("id", words == null ? null : Ids.parse(words).orElse(null))
                .with("is_active", isActive == null ? new Boolean[] {true, false} : new Boolean[] {isActive});
    }
}
