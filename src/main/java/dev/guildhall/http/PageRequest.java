package dev.guildhall.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        return Map.of("after_key", from.key(), "after_id", from.id(), "rows", rows());
    }

    /** How many rows to read. */
    public int rows() {
        return limit + 1;
    }

    /** The only page of a list that goes no further. */
    public <T> Page<T> onlyPage(List<T> rows) {
        return new Page<>(rows.subList(0, Math.min(limit, rows.size())), null);
    }

    /**
     * A page of what belongs to something that the caller may see or not: seen, it yields at least one row, be it an empty one.
     *
     * @return empty if there was no row at all
     */
    public <T> Optional<Page<T>> pageIfVisible(List<Optional<T>> rows, Function<T, Position> position) {
        return rows.isEmpty()
                ? Optional.empty()
                : Optional.of(page(rows.stream().flatMap(Optional::stream).toList(), position));
    }

    public <T> Page<T> page(List<T> rows, Function<T, Position> position) {
        if (rows.size() <= limit) {
            return new Page<>(rows, null);
        }
        List<T> shown = rows.subList(0, limit);
        return new Page<>(shown, cursors.encode(position.apply(shown.get(limit - 1)), list));
    }
}
