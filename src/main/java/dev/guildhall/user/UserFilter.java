package dev.guildhall.user;

import dev.guildhall.http.Ids;
import java.util.HashMap;
import java.util.Map;
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

    Map<String, @Nullable Object> parameters() {
        Map<String, @Nullable Object> parameters = new HashMap<>();
        parameters.put("words", words);
        parameters.put("id", words == null ? null : Ids.parse(words).orElse(null));
        parameters.put("is_active", isActive == null ? new Boolean[] {true, false} : new Boolean[] {isActive});
        return parameters;
    }
}
