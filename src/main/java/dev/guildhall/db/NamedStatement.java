package dev.guildhall.db;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlResult;
import io.vertx.sqlclient.Tuple;
import io.vertx.sqlclient.templates.SqlTemplate;
import io.vertx.sqlclient.templates.TupleMapper;
import java.util.Map;
import java.util.function.Function;

/** SQL with named parameters ({@code #{order}}). A missing parameter is an error; the library alone would bind NULL. */
public final class NamedStatement {
    private static final TupleMapper<Map<String, Object>> STRICT = NamedStatement::tuple;

    private NamedStatement() {}

    /** A statement that returns rows. */
    public static SqlTemplate<Map<String, Object>, RowSet<Row>> query(SqlClient client, String sql) {
        return SqlTemplate.forQuery(client, sql).mapFrom(STRICT);
    }

    /** A statement that returns the number of changed rows. */
    public static SqlTemplate<Map<String, Object>, SqlResult<Void>> update(SqlClient client, String sql) {
        return SqlTemplate.forUpdate(client, sql).mapFrom(STRICT);
    }

    private static Tuple tuple(Function<Integer, String> names, int size, Map<String, Object> given) {
        Tuple tuple = Tuple.tuple();
        for (int i = 0; i < size; i++) {
            String name = names.apply(i);
            if (!given.containsKey(name)) {
                throw new IllegalArgumentException("no value for the parameter #{" + name + "}");
            }
            tuple.addValue(given.get(name));
        }
        return tuple;
    }
}
