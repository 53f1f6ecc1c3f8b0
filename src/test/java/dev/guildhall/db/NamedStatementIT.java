package dev.guildhall.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.guildhall.support.Sql;
import dev.guildhall.support.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NamedStatementIT {
    private final TestDatabase testDatabase = TestDatabase.fresh();
    private final Vertx vertx = Vertx.vertx();
    private final Database database = new Database(vertx, testDatabase.address(), 4, 0, new SimpleMeterRegistry());

    @AfterEach
    void close() {
        vertx.close().await();
        testDatabase.close();
    }

    @Test
    void bindsParametersByName() {
        Map<String, @Nullable Object> given = new HashMap<>();
        given.put("one", 1);
        given.put("nothing", null);
        given.put("unused", 3);
        Row row = database.read(client -> NamedStatement.query(
                                client, "select #{one}::int as a, #{nothing}::int as b, #{one}::int as c")
                        .execute(given))
                .await()
                .iterator()
                .next();
        assertThat(row.getInteger("a")).isEqualTo(row.getInteger("c")).isEqualTo(1);
        assertThat(row.getInteger("b")).isNull();
    }

    @Test
    void refusesAMissingParameter() {
        assertThatThrownBy(() -> database.read(client -> NamedStatement.query(client, "select #{misspelt}::int")
                                .execute(Map.of("mispelt", 1)))
                        .await())
                .hasMessage("no value for the parameter #{misspelt}");
        assertThatThrownBy(() -> database.read(client -> NamedStatement.update(client, "select #{misspelt}::int")
                                .execute(Map.of()))
                        .await())
                .hasMessage("no value for the parameter #{misspelt}");
    }

    /** In a large market it would plan them for a page of the newest gigs. */
    @Test
    void startsNoParallelWorkers() {
        try (Sql sql = new Sql(testDatabase.address())) {
            sql.update("create table many as select n from generate_series(1, 10000) n");
            for (String cost : List.of("parallel_setup_cost", "parallel_tuple_cost", "min_parallel_table_scan_size")) {
                sql.update("alter database " + testDatabase.address().database() + " set " + cost + " = 0");
            }
        }
        String statement = "explain select count(*) from many";
        assertThat(Stream.of(
                                database.read(client -> client.query(statement).execute()),
                                database.search(
                                        client -> client.query(statement).execute()),
                                database.write(
                                        work -> work.client().query(statement).execute()))
                        .flatMap(plan -> Rows.list(plan.await()).stream())
                        .map(row -> row.getString(0)))
                .isNotEmpty()
                .noneMatch(step -> step.contains("Gather"));
    }
}
