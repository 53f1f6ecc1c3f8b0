package dev.guildhall.db;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.SqlResult;
import io.vertx.sqlclient.Tuple;
import io.vertx.sqlclient.templates.SqlTemplate;
import io.vertx.sqlclient.templates.TupleMapper;
import java.util.Map;
import java.util.function.Function;

/**
 * SQL with named parameters ({@code #{order}}). A missing parameter is an error; the library alone would bind NULL.
 *
 * <p>A statement is parsed once for each pool. A connection in a transaction parses its own, since it is another one each time.
 */
public final class NamedStatement {
    /** All statements of all pools; those of a pool that was replaced are used no more and so are the first to go. */
    private static final int MAX_PARSED = 5_000;

    private static final TupleMapper<Map<String, Object>> STRICT = NamedStatement::tuple;

    private static final Cache<Key, SqlTemplate<Map<String, Object>, RowSet<Row>>> QUERIES = Caffeine.newBuilder()
            .maximumSize(MAX_PARSED)
            .executor(Runnable::run)
            .build();
    private static final Cache<Key, SqlTemplate<Map<String, Object>, SqlResult<Void>>> UPDATES = Caffeine.newBuilder()
            .maximumSize(MAX_PARSED)
            .executor(Runnable::run)
            .build();

    private NamedStatement() {}

    /** A statement that returns rows. */
    public static SqlTemplate<Map<String, Object>, RowSet<Row>> query(SqlClient client, String sql) {
        return client instanceof SqlConnection
                ? parseQuery(new Key(client, sql))
                : QUERIES.get(new Key(client, sql), NamedStatement::parseQuery);
    }

    /** A statement that returns the number of changed rows. */
    public static SqlTemplate<Map<String, Object>, SqlResult<Void>> update(SqlClient client, String sql) {
        return client instanceof SqlConnection
                ? parseUpdate(new Key(client, sql))
                : UPDATES.get(new Key(client, sql), NamedStatement::parseUpdate);
    }

    private static SqlTemplate<Map<String, Object>, RowSet<Row>> parseQuery(Key key) {
        return SqlTemplate.forQuery(key.client(), key.sql()).mapFrom(STRICT);
    }

    private static SqlTemplate<Map<String, Object>, SqlResult<Void>> parseUpdate(Key key) {
        return SqlTemplate.forUpdate(key.client(), key.sql()).mapFrom(STRICT);
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

    private record Key(SqlClient client, String sql) {}
}
