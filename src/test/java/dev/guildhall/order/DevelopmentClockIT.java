package dev.guildhall.order;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.guildhall.db.DatabaseAddress;
import dev.guildhall.postgres.EmbeddedPostgres;
import dev.guildhall.support.Answer;
import dev.guildhall.support.ApiClient;
import dev.guildhall.support.Await;
import dev.guildhall.support.Concurrently;
import dev.guildhall.support.Jwt;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.Server;
import dev.guildhall.support.Sql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** The clock that a developer moves, on a node as it starts without any configuration. */
@Tag("OPS-27")
class DevelopmentClockIT {
    @RegisterExtension
    static final Market production = new Market();

    @TempDir
    static Path home;

    private static Server node;

    private final Person freelancer = person("Frida Freelancer");
    private final Person client = person("Carl Client");

    @BeforeAll
    static void start() {
        node = Server.in(home, Map.of("JWT_SECRET", Jwt.SECRET));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void movesTheDeadlinesOfAllOrdersForAllCallers() {
        Order placed = new Order(client, freelancer);
        Order ofOthers = new Order(person("Clara"), person("Fritz"));
        Order working = new Order(client, freelancer).working();
        Answer proposal = working.post(freelancer, "proposals", Map.of("kind", "extend", "days", 5))
                .expect(201);
        Answer placedBefore = placed.read(client);
        Answer othersBefore = ofOthers.read(ofOthers.client);
        Answer workingBefore = working.read(client);

        Answer moved = advance("P1DT2H").expect(200);
        assertThat(moved.at("advanced")).isEqualTo("P1DT2H");
        Duration time = Duration.ofHours(26);
        expectMoved(placedBefore, placed.read(client), "deadlines.pay_by", time);
        expectMoved(othersBefore, ofOthers.read(ofOthers.client), "deadlines.pay_by", time);
        for (Person reader : List.of(client, freelancer)) {
            expectMoved(workingBefore, working.read(reader), "deadlines.deliver_by", time);
            expectMoved(workingBefore, working.read(reader), "deadlines.abandon_by", time);
            expectMoved(workingBefore, working.read(reader), "proposal.expires_at", time);
        }
        advance("P1D").expect(200);
        assertThat(working.read(client).at("proposal"))
                .as("a proposal after 50 hours")
                .isNull();
        working.patch(client, "proposals/" + proposal.text("id") + "/accept", Map.of())
                .expectProblem(409, "proposal_closed");
    }

    @Test
    void letsHappenWhatIsDue() throws IOException {
        Order unpaid = new Order(client, freelancer);
        advance("P7D").expect(200);
        assertThat(Await.until(
                        Duration.ofSeconds(20),
                        () -> unpaid.read(client).text("status").equals("CANCELLED")))
                .as("an unpaid order is cancelled by itself after the clock was moved by a week")
                .isTrue();
        Answer cancelled = unpaid.read(client);
        assertThat(cancelled.at("last_event.action")).isEqualTo("auto-cancel");
        assertThat(OffsetDateTime.parse(cancelled.text("deadlines.appeal_by")))
                .as("the next deadline counts from the move")
                .isEqualTo(OffsetDateTime.parse(cancelled.text("last_event.created_at"))
                        .plusDays(14));
    }

    @Test
    void leavesTheOrderItselfAsItIs() {
        Order working = new Order(client, freelancer).working();
        Answer before = working.read(client);
        advance("PT1S").expect(200);
        Answer after = working.read(client);
        for (String kept : List.of("status", "payment_status", "created_at", "last_event", "amount")) {
            assertThat(after.at(kept)).as(kept).isEqualTo(before.at(kept));
        }
        working.patch(freelancer, "submit-work", Map.of()).expect(200);
    }

    @Test
    @Tag("ORD-37")
    void changesTheEntityTagsOfWhatItMoves() {
        Order placed = new Order(client, freelancer);
        String tag = String.valueOf(placed.read(client).header("ETag"));
        node.api().as(client).with("If-None-Match", tag).get(placed.path).expect(304);
        advance("PT1H").expect(200);
        node.api().as(client).with("If-None-Match", tag).get(placed.path).expect(200);
    }

    @Test
    void saysSoInTheLog() {
        Logger logger = (Logger) LoggerFactory.getLogger(OrderClock.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        try {
            advance("PT90M").expect(200);
        } finally {
            logger.detachAppender(lines);
        }
        assertThat(lines.list)
                .filteredOn(line -> line.getLevel() == Level.WARN)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("The clock of all orders was moved forward by PT1H30M");
    }

    @Test
    void isRefusedAsBusyWhileAnOrderIsLockedForLong() throws IOException {
        try (Sql sql = sql()) {
            sql.begin();
            sql.rows("select from orders for update");
            advance("PT1H").expectProblem(503, "busy");
            sql.rollback();
        }
        advance("PT1H").expect(200);
    }

    @Test
    void neverDeadlocksWithThoseWhoUseTheOrders() {
        List<Order> orders = Stream.generate(() -> new Order(client, freelancer).working())
                .limit(8)
                .toList();
        for (int round = 0; round < 3; round++) {
            List<Answer> answers = Concurrently.times(
                    16,
                    i -> i % 2 == 0
                            ? advance("PT1S")
                            : orders.get(i / 2)
                                    .post(client, "proposals", Map.of("kind", "cancel", "refund_amount", "1.00")));
            assertThat(answers)
                    .as("one that PostgreSQL has ended is 503")
                    .allSatisfy(answer ->
                            assertThat(answer.status()).as("%s", answer).isIn(200, 201));
        }
    }

    @Test
    void refusesWhatIsNoRequest() {
        node.api().post("/dev/clock", "{").expectProblem(400, "malformed_json");
        node.api()
                .with("Content-Type", "text/plain")
                .post("/dev/clock", "{}")
                .expectProblem(415, "unsupported_media_type");
        node.api()
                .post("/dev/clock", "{\"advance\":\"" + "x".repeat(200_000) + "\"}")
                .expectProblem(413, "payload_too_large");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|#/advance required",
                "{\"advance\":\"\"}|#/advance blank",
                "{\"advance\":\"PT0S\"}|#/advance invalid_format",
                "{\"advance\":\"PT0.5S\"}|#/advance invalid_format",
                "{\"advance\":\"-P1D\"}|#/advance invalid_format",
                "{\"advance\":\"P401D\"}|#/advance invalid_format",
                "{\"advance\":\"P400DT1S\"}|#/advance invalid_format",
                "{\"advance\":\"PT1.5S\"}|#/advance invalid_format",
                "{\"advance\":\"P\"}|#/advance invalid_format",
                "{\"advance\":\"P1DT\"}|#/advance invalid_format",
                "{\"advance\":\"P2DT-1H\"}|#/advance invalid_format",
                "{\"advance\":\"+P1D\"}|#/advance invalid_format",
                "{\"advance\":\"p1d\"}|#/advance invalid_format",
                "{\"advance\":\"P1M\"}|#/advance invalid_format",
                "{\"advance\":\"tomorrow\"}|#/advance invalid_format",
                "{\"advance\":7}|#/advance wrong_type",
                "{\"advance\":\"P99999999999999D\"}|#/advance invalid_format"
            })
    void refusesWhatIsNoDuration(String body, String error) {
        Answer refused = node.api().post("/dev/clock", body);
        refused.expectProblem(422, "validation_failed").namingOnly(error);
    }

    @ParameterizedTest
    @ValueSource(strings = {"P400D", "PT9600H", "PT1S", "P1DT1H1M1S"})
    void takesASecondTo400Days(String time) {
        advance(time).expect(200);
    }

    @ParameterizedTest
    @CsvSource({
        "X-Forwarded-For, 203.0.113.7",
        "X-Forwarded-Host, example.org",
        "Forwarded, for=203.0.113.7",
        "Via, 1.1 proxy"
    })
    void isNotFoundByARequestThatAProxyForwards(String header, String value) {
        Answer refused = node.api().with(header, value).post("/dev/clock", Map.of("advance", "P7D"));
        Answer nothing = node.api().get("/nothing").expectProblem(404, "not_found");
        assertThat(refused.expectProblem(404, "not_found").at("detail")).isEqualTo(nothing.at("detail"));
    }

    @Test
    void isNotFoundWithAnExternalDatabase() {
        Answer nothing = production.api().get("/nothing").expectProblem(404, "not_found");
        for (ApiClient caller : List.of(production.api(), production.api().as(production.anAdmin()))) {
            assertThat(caller.post("/dev/clock", Map.of("advance", "P7D"))
                            .expectProblem(404, "not_found")
                            .at("detail"))
                    .isEqualTo(nothing.at("detail"));
        }
    }

    /** A connection to the embedded database. */
    private static Sql sql() throws IOException {
        String port = Files.readAllLines(find("postmaster.pid")).get(3);
        return new Sql(new DatabaseAddress(
                EmbeddedPostgres.HOST,
                Integer.parseInt(port),
                EmbeddedPostgres.DATABASE,
                EmbeddedPostgres.USER,
                Files.readString(find("postgres.password")).strip(),
                "disable"));
    }

    private static Path find(String file) throws IOException {
        try (Stream<Path> files = Files.walk(home, 4)) {
            return files.filter(path -> path.endsWith(file)).findAny().orElseThrow();
        }
    }

    private static Answer advance(String time) {
        return node.api().post("/dev/clock", Map.of("advance", time));
    }

    private static void expectMoved(Answer before, Answer after, String path, Duration by) {
        assertThat(OffsetDateTime.parse(after.text(path)))
                .as("%s after the clock was moved by %s", path, by)
                .isEqualTo(OffsetDateTime.parse(before.text(path)).minus(by));
    }

    /** Registered as by the frontend's server, since this database has an address that only the node knows. */
    private static Person person(String name) {
        ApiClient frontend = node.api().with("Authorization", "Bearer " + Server.SERVICE_TOKEN);
        String id = frontend.post(
                        "/internal/users",
                        Map.of(
                                "email",
                                UUID.randomUUID() + "@example.org",
                                "full_name",
                                name,
                                "password",
                                "correct horse"))
                .expect(201)
                .text("id");
        return new Person(UUID.fromString(id), name, Jwt.of(UUID.fromString(id)));
    }

    /** An order on that node. */
    private static final class Order {
        private final Person client;
        private final Person freelancer;
        private final String path;

        Order(Person client, Person freelancer) {
            this.client = client;
            this.freelancer = freelancer;
            String gig = node.api()
                    .as(freelancer)
                    .post(
                            "/gigs",
                            Map.of("title", "A logo", "description", "Drawn.", "price", "49.90", "delivery_days", 5))
                    .expect(201)
                    .text("id");
            this.path = "/orders/"
                    + node.api()
                            .as(client)
                            .post("/orders", Map.of("gig_id", gig))
                            .expect(201)
                            .text("id");
        }

        Order working() {
            patch(
                            client,
                            "submit-payment",
                            Map.of(
                                    "proof_reference",
                                    "TRX " + UUID.randomUUID(),
                                    "payer_name",
                                    "Carl",
                                    "amount",
                                    "49.90"))
                    .expect(200);
            patch(freelancer, "confirm-payment", Map.of()).expect(200);
            patch(freelancer, "start", Map.of()).expect(200);
            return this;
        }

        Answer read(Person reader) {
            return node.api().as(reader).get(path).expect(200);
        }

        Answer patch(Person by, String action, Map<String, ?> body) {
            return node.api().as(by).patch(path + "/" + action, body);
        }

        Answer post(Person by, String list, Map<String, ?> body) {
            return node.api().as(by).post(path + "/" + list, body);
        }
    }
}
