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

/** PostgreSQL stops while requests arrive, and starts again. */
class DatabaseOutageIT {
    private static final Duration MAX_RESPONSE_TIME = Duration.ofSeconds(3);
    private static final Duration MAX_RECOVERY_TIME = Duration.ofSeconds(2);
    /** 2 s, plus the interval of the checks, plus some time for a busy machine. */
    private static final Duration MAX_READINESS_DELAY = Duration.ofSeconds(5);

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
    void refusesQuicklyDuringAnOutageAndRecoversSoon(boolean isKilled) throws Exception {
        Market market = market();
        PlacedOrder order = market.anOrder().paid();
        Person notCached = market.aUser("Nina New");
        TestGig gig = market.aGig().create();
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
                () -> server.api().as(notCached).get("/orders"));
        Concurrently.times(5 * requests.size(), i -> sendQuickly(requests.get(i % requests.size())))
                .forEach(answer -> {
                    answer.expectProblem(503, "database_unavailable");
                    assertThat(answer.header("Retry-After")).isNotBlank();
                });
        server.api().get("/health/live").expect(200);
        server.api().get("/order-transitions").expect(200);
        awaitReadiness(503).expectProblem(503, "database_unavailable");

        postgres.restart();
        long restarted = System.nanoTime();
        while (client.get(order.path()).status() != 200) {
            assertThat(Duration.ofNanos(System.nanoTime() - restarted)).isLessThan(MAX_RECOVERY_TIME);
        }
        while (client.post("/orders", Map.of("gig_id", gig.id())).status() != 201) {
            assertThat(Duration.ofNanos(System.nanoTime() - restarted)).isLessThan(MAX_RECOVERY_TIME);
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
    void logsTheRequestAndTheCauseOfAFailure() throws Exception {
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
            postgres.restart();
            answers.detachAppender(log);
        }
    }

    @Test
    @Tag("ORD-5")
    void keepsEveryConfirmedOrderCompletely() throws Exception {
        Market market = market();
        TestGig gig = market.aGig().create();
        Person client = market.aUser("Carl Client");
        ApiClient api = server.api().as(client);
        CountDownLatch started = new CountDownLatch(8);
        AtomicBoolean isOver = new AtomicBoolean();
        List<List<Answer>> answers = Concurrently.times(9, i -> {
            List<Answer> answersOfThread = new ArrayList<>();
            Supplier<Answer> placing = () -> sendQuickly(
                    () -> api.with("Idempotency-Key", UUID.randomUUID().toString())
                            .post("/orders", Map.of("gig_id", gig.id())));
            if (i == 0) {
                try {
                    restartTwice(started);
                } finally {
                    isOver.set(true);
                }
                return answersOfThread;
            }
            try {
                answersOfThread.add(placing.get());
            } finally {
                started.countDown();
            }
            while (!isOver.get()) {
                answersOfThread.add(placing.get());
            }
            return answersOfThread;
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
        long started = System.nanoTime();
        Answer answer = server.api().get("/health/ready");
        while (answer.status() != status) {
            assertThat(Duration.ofNanos(System.nanoTime() - started))
                    .as("still %s", answer)
                    .isLessThan(MAX_READINESS_DELAY);
            answer = server.api().get("/health/ready");
        }
        return answer;
    }

    private static void restartTwice(CountDownLatch started) {
        try {
            started.await();
            postgres.kill();
            postgres.restart();
            postgres.stop();
            postgres.restart();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Answer sendQuickly(Supplier<Answer> request) {
        long start = System.nanoTime();
        Answer answer = request.get();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).as("%s", answer).isLessThan(MAX_RESPONSE_TIME);
        return answer;
    }

    private static Market market() throws Exception {
        return Market.of(server, new Sql(postgres.address()));
    }
}
