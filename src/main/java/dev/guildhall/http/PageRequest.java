package dev.guildhall.http;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which page is asked for: at most {@code limit} rows right after a position, from the beginning where that is null. */
public final class PageRequest {
    private final int limit;
    private final @Nullable Position after;
    private final Cursors cursors;
    private final String list;

    PageRequest(int limit, @Nullable Position after, Cursors cursors, String list) {
        this.limit = limit;
        this.after = after;
        this.cursors = cursors;
        this.list = list;
    }

    /**
     * What a statement needs to read this page: {@code after_key}, {@code after_id} and {@code rows}, which is one more than are
     * shown and so tells whether there is a next page.
     *
     * @param beginning a position before everything in the list
     */
    public Map<String, Object> keyset(Position beginning) {
        Position from = after == null ? beginning : after;
        return Map.of("after_key", from.key(), "after_id", from.id(), "rows", limit + 1);
    }

    public <T> Page<T> page(List<T> rows, Function<T, Position> position) {
        if (rows.size() <= limit) {
            return new Page<>(rows, null);
        }
        List<T> shown = rows.subList(0, limit);
        return new Page<>(shown, cursors.encode(position.apply(shown.get(limit - 1)), list));
    }
}
