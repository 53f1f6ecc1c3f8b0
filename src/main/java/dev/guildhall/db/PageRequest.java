package dev.guildhall.db;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The page that is requested: at most {@code limit} rows after a position (null: from the beginning), and fewer if their text is too
 * long for one page. The rows have to come from a statement made by {@link PagedSelect}, unless their text always fits.
 */
public record PageRequest(int limit, @Nullable KeysetPosition after) {

    /**
     * The parameters of a statement with a {@link Keyset}: {@code after_key}, {@code after_id} and {@code rows}.
     *
     * @param beginning a position before all rows of the list
     */
    public Parameters parameters(KeysetPosition beginning) {
        KeysetPosition from = after == null ? beginning : after;
        return Parameters.of("after_key", from.key())
                .with("after_id", from.id())
                .with("rows", rows());
    }

    /** How many rows to read: one more than the page has, to know whether there is a next page. */
    public int rows() {
        return limit + 1;
    }

    /** A page without a next one, for a list that has only one page. */
    public <T> Page<T> lastPage(RowSet<Row> rows, Function<Row, T> mapping) {
        return new Page<>(shown(rows).map(mapping).toList(), null);
    }

    /**
     * A page of a list that belongs to a parent which the caller may not be allowed to see. The statement returns no row if the parent
     * is not visible, and one row of nulls if its list is empty.
     *
     * @param id a column that is null only in the row of nulls
     * @return empty if the parent is not visible
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
        boolean hasNext = rows.size() > limit || last >= 0 && PagedSelect.hasNext(shown.get(last));
        return new Page<>(items, hasNext ? position.apply(items.get(last)) : null);
    }

    private Stream<Row> shown(RowSet<Row> rows) {
        return IndexedRow.of(rows).limit(limit);
    }
}
