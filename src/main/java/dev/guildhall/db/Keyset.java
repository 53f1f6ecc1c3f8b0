package dev.guildhall.db;

import com.google.errorprone.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/**
 * The order of a list that is read page by page: by a sort key, then by id if two rows have the same key. Its conditions use
 * {@link PageRequest#parameters}.
 *
 * @param key such as {@code o.created_at}
 * @param type the PostgreSQL type of the key
 * @param id such as {@code o.id}; null if the key is unique in the list
 */
@Immutable
public record Keyset(String key, String type, @Nullable String id, boolean isDescending) {

    /** @param table the alias of a table that has {@code created_at} and {@code id} */
    public static Keyset newestFirst(String table) {
        return new Keyset(table + ".created_at", "timestamptz", table + ".id", true);
    }

    /** A condition that is true for the rows after the position. */
    public String after() {
        String comparison = isDescending ? "<" : ">";
        return id == null
                ? " %s %s #{after_key}::text::%s ".formatted(key, comparison, type)
                : " (%s, %s) %s (#{after_key}::text::%s, #{after_id}::uuid) ".formatted(key, id, comparison, type);
    }

    /** An {@code order by} clause. */
    public String order() {
        return " order by " + columns(key, id) + " ";
    }

    /** An {@code order by} clause and a limit. */
    public String page() {
        return order() + "limit #{rows}::int ";
    }

    /** The order with the names that the columns have in the result, for {@link PagedSelect}. */
    public String orderOfResult() {
        return columns(name(key), id == null ? null : name(id));
    }

    private String columns(String first, @Nullable String second) {
        String direction = isDescending ? " desc" : "";
        return first + direction + (second == null ? "" : ", " + second + direction);
    }

    private static String name(String column) {
        return column.substring(column.indexOf('.') + 1);
    }
}
