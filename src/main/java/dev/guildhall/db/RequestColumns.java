package dev.guildhall.db;

import static java.util.stream.Collectors.joining;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a statement that serves one or several requests. The statement reads them from the common table expression {@code request},
 * which is made of one array for each column.
 *
 * @param <R> a request
 */
public final class RequestColumns<R> {
    private final List<Column<R, ?>> columns;

    private RequestColumns(List<Column<R, ?>> columns) {
        this.columns = columns;
    }

    public static <R> RequestColumns<R> none() {
        return new RequestColumns<>(List.of());
    }

    /** @param type the name of the type in PostgreSQL */
    public <T> RequestColumns<R> with(
            String name, String type, IntFunction<T[]> array, Function<R, @Nullable T> value) {
        List<Column<R, ?>> more = new ArrayList<>(columns);
        more.add(new Column<>(name, type, array, value));
        return new RequestColumns<>(List.copyOf(more));
    }

    /** A column of the type {@code numeric}; sent as text, since the client cannot encode an array of numbers in which one is null. */
    public RequestColumns<R> withNumeric(String name, Function<R, @Nullable BigDecimal> value) {
        return with(name, "text[]::numeric", String[]::new, request -> {
            BigDecimal number = value.apply(request);
            return number == null ? null : number.toPlainString();
        });
    }

    /**
     * A whole statement.
     *
     * @param rest what follows the common table expression; a parameter with the name of a column stands for that column of {@code request}
     */
    public String statement(String rest) {
        String bound = rest;
        for (Column<R, ?> column : columns) {
            bound = bound.replace("#{" + column.name + "}", "request." + column.name);
        }
        String names = columns.stream().map(Column::name).collect(joining(", "));
        String arrays = columns.stream().map(Column::parameter).collect(joining(", "));
        return "with request as materialized (select " + names + " from unnest(" + arrays + ") as r (" + names + ")), "
                + bound;
    }

    public Parameters parameters(List<R> requests) {
        Parameters parameters = Parameters.none();
        columns.forEach(column -> parameters.with(column.name, column.values(requests)));
        return parameters;
    }

    private record Column<R, T>(String name, String type, IntFunction<T[]> array, Function<R, @Nullable T> value) {
        String parameter() {
            return "#{" + name + "}::" + type + "[]";
        }

        T[] values(List<R> requests) {
            return requests.stream().map(value).toArray(array);
        }
    }
}
