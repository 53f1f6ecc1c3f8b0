package dev.guildhall.order;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.guildhall.postgres.KillablePostgres;
import dev.guildhall.support.Answer;
import dev.guildhall.support.ApiClient;
import dev.guildhall.support.Concurrently;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.Server;
import dev.guildhall.support.Sql;
import dev.guildhall.support.TestGig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** PostgreSQL goes away under requests, and comes back. */
class DatabaseAwayIT {
    private static final Duration QUICKLY = Duration.ofSeconds(3);
    private static final Duration SOON = Duration.ofSeconds(2);
    /** Two seconds, the interval of the checks, and a little for a busy machine. */
    private static final Duration READINESS_KNOWN = Duration.ofSeconds(5);

    private static KillablePostgres postgres;
    private static Server server;

    @BeforeAll
    static void start() throws Exception {
        postgres = KillablePostgres.start(Path.of("target", "killable-postgres"));
        server = Server.on(postgres.address(), Map.of());
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
        postgres.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Tag("OPS-3")
    void refusesQuicklyMeanwhileAndServesSoonAfterwards(boolean isKilled) throws Exception {
        Market market = market();
        PlacedOrder order = market.anOrder().paid();
        Person unknownYet = market.aUser("Nina New");
        TestGig gig = market.aGig().exists();
        ApiClient client = server.api().as(order.client());
        order.read();

        if (isKilled) {
            postgres.kill();
        } else {
            postgres.stop();
        }
        List<Supplier<Answer>> requests = List.of(
                () -> client.get(order.path()),
                () -> client.get("/orders"),
                () -> client.post("/orders", Map.of("gig_id", gig.id())),
                () -> client.with("Idempotency-Key", UUID.randomUUID().toString())
                        .post("/orders", Map.of("gig_id", gig.id())),
                () -> client.patch(order.path("withdraw-payment")),
                () -> server.api().as(unknownYet).get("/orders"));
        Concurrently.times(5 * requests.size(), i -> quickly(requests.get(i % requests.size())))
                .forEach(answer -> {
                    answer.expectProblem(503, "database_unavailable");
                    assertThat(answer.header("Retry-After")).isNotBlank();
                });
        server.api().get("/health/live").expect(200);
        server.api().get("/order-transitions").expect(200);
        awaitReadiness(503).expectProblem(503, "database_unavailable");

        postgres.startAgain();
        long back = System.nanoTime();
        while (client.get(order.path()).status() != 200) {
            assertThat(Duration.ofNanos(System.nanoTime() - back)).isLessThan(SOON);
        }
        while (client.post("/orders", Map.of("gig_id", gig.id())).status() != 201) {
            assertThat(Duration.ofNanos(System.nanoTime() - back)).isLessThan(SOON);
        }
        Concurrently.times(40, i -> client.get(i % 2 == 0 ? order.path() : "/orders"))
                .forEach(answer -> answer.expect(200));
        Concurrently.times(20, i -> client.post("/orders", Map.of("gig_id", gig.id())))
                .forEach(answer -> answer.expect(201));
        awaitReadiness(200);
        assertThat(server.api().as(order.client()).get(order.path("history")).items())
                .hasSize(2);
        order.byFreelancer("confirm-payment", Map.of()).expect(200);
    }

    @Test
    @Tag("OPS-6")
    void logsWhatWasInTheWayOfWhichRequest() throws Exception {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger answers = (Logger) LoggerFactory.getLogger("dev.guildhall.http.ResponseWriter");
        log.start();
        answers.addAppender(log);
        postgres.kill();
        try {
            Answer refused = server.api().get("/gigs").expectProblem(503, "database_unavailable");
            assertThat(List.copyOf(log.list)).anySatisfy(event -> {
                assertThat(event.getLevel()).isEqualTo(Level.WARN);
                assertThat(event.getFormattedMessage()).contains(refused.text("request_id"), "Exception: ");
            });
        } finally {
            postgres.startAgain();
            answers.detachAppender(log);
        }
    }

    @Test
    @Tag("ORD-5")
    void keepsWhatItHasAnsweredAndHalvesNothing() throws Exception {
        Market market = market();
        TestGig gig = market.aGig().exists();
        Person client = market.aUser("Carl Client");
        ApiClient api = server.api().as(client);
        CountDownLatch begun = new CountDownLatch(8);
        AtomicBoolean isOver = new AtomicBoolean();
        List<List<Answer>> answers = Concurrently.times(9, i -> {
            List<Answer> mine = new ArrayList<>();
            Supplier<Answer> placing = () ->
                    quickly(() -> api.with("Idempotency-Key", UUID.randomUUID().toString())
                            .post("/orders", Map.of("gig_id", gig.id())));
            if (i == 0) {
                try {
                    restartTwice(begun);
                } finally {
                    isOver.set(true);
                }
                return mine;
            }
            try {
                mine.add(placing.get());
            } finally {
                begun.countDown();
            }
            while (!isOver.get()) {
                mine.add(placing.get());
            }
            return mine;
        });
        List<Answer> all = answers.stream().flatMap(List::stream).toList();
        assertThat(all).extracting(Answer::status).contains(201, 503).containsOnly(201, 503);
        List<UUID> placed = all.stream()
                .filter(answer -> answer.status() == 201)
                .map(answer -> UUID.fromString(answer.text("id")))
                .toList();
        try (Sql sql = new Sql(postgres.address())) {
            List<Object> kept = new ArrayList<>();
            sql.rows("""
                            select o.id from orders o join order_events e on e.order_id = o.id
                            join idempotency_keys k on k.caller_id = o.client_id and k.body::jsonb ->> 'id' = o.id::text
                            where o.client_id = ?
                            """, client.id()).forEach(row -> kept.add(row.get("id")));
            assertThat(kept).containsAll(placed).doesNotHaveDuplicates();
            assertThat(sql.count("select from orders where client_id = ?", client.id()))
                    .isEqualTo(kept.size());
        }
    }

    private static Answer awaitReadiness(int status) {
        long begun = System.nanoTime();
        Answer answer = server.api().get("/health/ready");
        while (answer.status() != status) {
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .as("still %s", answer)
                    .isLessThan(READINESS_KNOWN);
            answer = server.api().get("/health/ready");
        }
        return answer;
    }

    private static void restartTwice(CountDownLatch begun) {
        try {
            begun.await();
            postgres.kill();
            postgres.startAgain();
            postgres.stop();
            postgres.startAgain();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Answer quickly(Supplier<Answer> request) {
        long asked = System.nanoTime();
        Answer answer = request.get();
        assertThat(Duration.ofNanos(System.nanoTime() - asked)).as("%s", answer).isLessThan(QUICKLY);
        return answer;
    }

    private static Market market() throws Exception {
        return Market.of(server, new Sql(postgres.address()));
    }
}
