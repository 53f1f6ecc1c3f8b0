package dev.guildhall.db;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The columns that a statement selects or returns, each by its name: {@code *} would return more columns after a migration has added
 * some. {@link #toString} is the text after {@code select} or {@code returning}.
 */
public final class Columns {
    private final List<Column> columns;

    private Columns(List<Column> columns) {
        this.columns = columns;
        if (columns.stream().map(Column::name).distinct().count() < columns.size()) {
            throw new IllegalArgumentException("two columns have the same name: " + this);
        }
    }

    /** @param columns such as {@code p.order_id} or {@code p.id as proof_id}, not of type text */
    public static Columns of(String... columns) {
        return new Columns(
                Arrays.stream(columns).map(column -> new Column(column, false)).toList());
    }

    /** @param columns of type text, which count towards {@link #bytes} */
    public Columns withText(String... columns) {
        return with(new Columns(
                Arrays.stream(columns).map(column -> new Column(column, true)).toList()));
    }

    public Columns with(Columns others) {
        List<Column> all = new ArrayList<>(columns);
        all.addAll(others.columns);
        return new Columns(all);
    }

    /** The same names, where there are no values. */
    public Columns nulls() {
        return new Columns(columns.stream()
                .map(column -> new Column("null as " + column.name(), column.isText()))
                .toList());
    }

    /** The names of the columns in the result. */
    public String names() {
        return join(columns.stream(), Column::name);
    }

    /** The columns without their aliases, for a subquery that replaces the table. */
    public String withoutAliases() {
        return join(columns.stream(), Column::expression);
    }

    /** An SQL expression for the bytes of text in a row of the result. It reads no value that is stored out of line (TOAST). */
    public String bytes() {
        return columns.stream()
                .filter(Column::isText)
                .map(column -> "coalesce(octet_length(" + column.name() + "), 0)")
                .collect(Collectors.joining(" + "));
    }

    @Override
    public String toString() {
        return join(columns.stream(), Column::text);
    }

    private static String join(Stream<Column> columns, Function<Column, String> part) {
        return columns.map(part).collect(Collectors.joining(", "));
    }

    private record Column(String text, boolean isText) {
        private static final String AS = " as ";

        String expression() {
            return text.contains(AS) ? text.substring(0, text.lastIndexOf(AS)) : text;
        }

        String name() {
            return text.substring(text.contains(AS) ? text.lastIndexOf(AS) + AS.length() : text.indexOf('.') + 1);
        }
    }
}
