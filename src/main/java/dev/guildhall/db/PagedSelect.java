package dev.guildhall.db;

import io.vertx.sqlclient.Row;

/** Makes a statement that reads a list into one by which PostgreSQL sends no more of it than a page may hold. */
public final class PagedSelect {
    /** How much text the items of one page hold at most, in bytes of UTF-8. */
    public static final int MAX_PAGE_BYTES = 256 * 1024;

    private PagedSelect() {}

    /** Whether another row follows this one, be it one that was not sent because the page is full. */
    public static boolean hasNext(Row row) {
        return row.getBoolean("has_next");
    }

    /**
     * Selects the first rows, as many as a page may hold. The very first is always among them: were it too long, the list would
     * never end.
     *
     * @param rows a select statement of these columns that has a limit of its own
     * @param order that of the rows, by names in their result, such as {@code created_at desc, id desc}
     */
    public static String of(Columns columns, String rows, String order) {
        return of(columns, rows, order, MAX_PAGE_BYTES);
    }

    /** @param maxBytes of text in all rows but the first together */
    public static String of(Columns columns, String rows, String order, int maxBytes) {
        return """
                select %1$s, has_next from (
                  select %1$s, row_number() over in_order as row_number, lead(1) over in_order is not null as has_next,
                         sum(%2$s) over in_order as bytes_so_far
                  from (%3$s) listed
                  window in_order as (order by %4$s rows unbounded preceding)) counted
                where bytes_so_far <= %5$d or row_number = 1
                order by row_number
                """.formatted(columns.names(), columns.bytes(), rows, order, maxBytes);
    }
}
