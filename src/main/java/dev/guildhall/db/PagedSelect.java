package dev.guildhall.db;

import io.vertx.sqlclient.Row;

/** Changes a statement that reads a list so that PostgreSQL sends at most {@value #MAX_PAGE_BYTES} bytes of text. */
public final class PagedSelect {
    /** The limit for the text of all items of a page, in bytes of UTF-8. */
    public static final int MAX_PAGE_BYTES = 256 * 1024;

    private PagedSelect() {}

    /**
     * Whether a row follows this one in the list, also if it was not sent because the page is full. False for a row of another
     * statement, whose rows are all sent.
     */
    public static boolean hasNext(Row row) {
        int column = row.getColumnIndex("has_next");
        return column >= 0 && row.getBoolean(column);
    }

    /**
     * Selects the first rows, up to the limit of a page. The first row is always included: without it, a list with a very long row
     * could not be read to its end.
     *
     * @param rows a select statement of these columns with its own limit
     * @param order the order of the rows, by columns among these, such as {@code created_at desc, id desc}
     */
    public static String of(Columns columns, String rows, String order) {
        return of(columns, rows, order, MAX_PAGE_BYTES);
    }

    /** @param maxBytes the limit for the text of all rows; the first row may exceed it */
    public static String of(Columns columns, String rows, String order, int maxBytes) {
        return """
                select %1$s, has_next from (
                  select %1$s, row_number() over in_order as row_number, lead(1) over in_order is not null as has_next,
                         sum(%2$s) over in_order as bytes_so_far
                  from (%3$s) listed
                  window in_order as (order by %4$s rows unbounded preceding)) counted
                where bytes_so_far <= %5$d or row_number = 1
                order by %4$s
                """.formatted(columns.names(), columns.bytes(), rows, order, maxBytes);
    }
}
