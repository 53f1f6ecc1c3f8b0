package dev.guildhall.db;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.failure.Failure;
import dev.guildhall.support.RecordingProxy;
import dev.guildhall.support.RecordingProxy.Held;
import dev.guildhall.support.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("OPS-4")
class FullPoolIT {
    private static final int TOO_MANY = 100;

    private final TestDatabase testDatabase = TestDatabase.fresh();
    private final RecordingProxy proxy = RecordingProxy.to(testDatabase.address());
    private final Vertx vertx = Vertx.vertx();
    private final Database database = new Database(vertx, proxy.address(), 4, 1, new SimpleMeterRegistry());

    @AfterEach
    void close() {
        database.close().await();
        vertx.close().await();
        proxy.close();
        testDatabase.close();
    }

    /** The database can be reached, so it is not unavailable. */
    @Test
    void refusesStatementsBeyondItsQueueAsOverloaded() {
        List<Future<String>> reads;
        try (Held first = proxy.holdStatement("select 'held'")) {
            Future<String> held = read();
            first.await();
            reads = Stream.concat(Stream.of(held), Stream.generate(this::read).limit(Pools.MAX_WAITING + TOO_MANY))
                    .toList();
        }
        Map<String, Long> results =
                reads.stream().map(read -> read.await()).collect(groupingBy(result -> result, counting()));
        assertThat(results).as("results").containsOnlyKeys("held", "overloaded");
        assertThat(results.get("held")).as("served").isGreaterThanOrEqualTo(Pools.MAX_WAITING);
    }

    private Future<String> read() {
        return database.read(client -> client.preparedQuery("select 'held'").execute())
                .map(rows -> rows.iterator().next().getString(0))
                .recover(error -> SqlErrors.translate(error) instanceof Failure failure
                        ? Future.succeededFuture(failure.code())
                        : Future.failedFuture(error));
    }
}
