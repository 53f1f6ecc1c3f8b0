package dev.guildhall.http;

import dev.guildhall.db.Rows;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which page is asked for: at most {@code limit} rows right after a position, from the beginning where that is null, and fewer
 * where their text is too long for one page. The rows are those of a statement made by {@link PagedSelect}.
 */
public final class PageRequest {
    private final int limit;
    private final @Nullable KeysetPosition after;
    private final CursorCodec cursors;
    private final String list;

    PageRequest(int limit, @Nullable KeysetPosition after, CursorCodec cursors, String list) {
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
    public Map<String, Object> keyset(KeysetPosition beginning) {
        KeysetPosition from = after == null ? beginning : after;
        return Map.of("after_key", from.key(), "after_id", from.id(), "rows", rows());
    }

    /** How many rows to read. */
    public int rows() {
        return limit + 1;
    }

    /** The only page of a list that goes no further. */
    public <T> Page<T> lastPage(RowSet<Row> rows, Function<Row, T> mapping) {
        return new Page<>(shown(rows).map(mapping).toList(), null);
    }

    /**
     * A page of what belongs to something that the caller may see or not: seen, it yields at least one row, be it an empty one.
     *
     * @param id a column that is null in an empty row only
     * @return empty if there was no row at all
     */
    public <T> Optional<Page<T>> pageOrNone(
            RowSet<Row> rows, String id, Function<Row, T> mapping, Function<T, KeysetPosition> position) {
        boolean isEmpty = rows.size() == 1 && rows.iterator().next().getValue(id) == null;
        return rows.size() == 0
                ? Optional.empty()
                : Optional.of(isEmpty ? new Page<>(List.of(), null) : page(rows, mapping, position));
    }

    public <T> Page<T> page(RowSet<Row> rows, Function<Row, T> mapping, Function<T, KeysetPosition> position) {
        List<Row> shown = shown(rows).toList();
        List<T> items = shown.stream().map(mapping).toList();
        int last = shown.size() - 1;
        return last < 0 || !PagedSelect.hasNext(shown.get(last))
                ? new Page<>(items, null)
                : new Page<>(items, cursors.encode(position.apply(items.get(last)), list));
    }

    private Stream<Row> shown(RowSet<Row> rows) {
        return Rows.list(rows).stream().limit(limit);
    }
}
