package dev.guildhall.db;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which page is asked for: at most {@code limit} rows right after a position, from the beginning where that is null, and fewer
 * where their text is too long for one page. The rows are those of a statement made by {@link PagedSelect}.
 */
public record PageRequest(int limit, @Nullable KeysetPosition after) {

    /**
     * What a statement with a {@link Keyset} needs: {@code after_key}, {@code after_id} and {@code rows}.
     *
     * @param beginning a position before all rows of the list
     */
    public Parameters parameters(KeysetPosition beginning) {
        KeysetPosition from = after == null ? beginning : after;
        return Parameters.of("after_key", from.key())
                .with("after_id", from.id())
                .with("rows", rows());
    }

    /** How many rows to read: one more than are shown, which tells whether there is a next page. */
    public int rows() {
        return limit + 1;
    }

    /** The only page of a list that goes no further. */
    public <T> Page<T> lastPage(RowSet<Row> rows, Function<Row, T> mapping) {
        return new Page<>(shown(rows).map(mapping).toList(), null);
    }

    /**
     * A page of what belongs to something that the caller may see or not: a visible one yields at least one row, an empty one if
     * nothing belongs to it.
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
                : new Page<>(items, position.apply(items.get(last)));
    }

    private Stream<Row> shown(RowSet<Row> rows) {
        return Rows.list(rows).stream().limit(limit);
    }
}
