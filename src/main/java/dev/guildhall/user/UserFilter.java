package dev.guildhall.user;

import dev.guildhall.db.Ids;
import dev.guildhall.db.Parameters;
import org.jspecify.annotations.Nullable;

/**
 * Which people a list shows.
 *
 * @param words what their addresses or words of their names begin with, or an id; null: whatever they are
 * @param isActive null: the deactivated ones too
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
