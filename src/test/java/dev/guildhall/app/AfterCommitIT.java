package dev.guildhall.app;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guildhall.support.Answer;
import dev.guildhall.support.ApiClient;
import dev.guildhall.support.HeldCommits;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.Server;
import dev.guildhall.support.TestSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever is concerned hears of a change on every node, once, after it is committed, and never where it is not. */
class AfterCommitIT {
    /** Of what arrives late because another node has to read it first. */
    private static final Duration SOON = Duration.ofSeconds(5);

    @RegisterExtension
    static final Market market = new Market();

    /** Its safety net looks so seldom that what it hears has come over the bridge. */
    private static Server elsewhere;

    @BeforeAll
    static void startAnotherNode() {
        elsewhere = Server.on(market.database().address(), Map.of("SAFETY_NET_INTERVAL", "1m"));
    }

    @AfterAll
    static void stop() {
        elsewhere.close();
    }

    /** What people do that others are told of. */
    enum Deed {
        PLACING("orders", "order.updated place") {
            @Override
            Doing prepare() {
                var gig = market.aGig().exists();
                return doing(
                        market.aUser("Carl Client"),
                        gig.freelancer(),
                        api -> api.post("/orders", Map.of("gig_id", gig.id())));
            }
        },
        MOVING("orders", "order.updated submit-payment") {
            @Override
            Doing prepare() {
                PlacedOrder order = market.anOrder().placed();
                Map<String, ?> proof = PlacedOrder.aProof();
                return doing(order.client(), order.freelancer(), api -> api.patch(order.path("submit-payment"), proof));
            }
        },
        HANDING_IN_AT_ONCE("orders", "order.updated start", "order.updated submit-work") {
            @Override
            Doing prepare() {
                return handingIn(market.anOrder().confirmed());
            }
        },
        WRITING("messages", "message.new") {
            @Override
            Doing prepare() {
                Person receiver = market.aUser("Bert");
                return doing(
                        market.aUser("Anna"),
                        receiver,
                        api -> api.post("/messages", Map.of("receiver_id", receiver.id(), "content", "m")));
            }
        },
        READING("conversations", "message.read") {
            @Override
            Doing prepare() {
                Person writer = market.aUser("Anna");
                Person reader = market.aUser("Bert");
                market.api()
                        .as(writer)
                        .post("/messages", Map.of("receiver_id", reader.id(), "content", "m"))
                        .expect(201);
                return doing(
                        reader,
                        writer,
                        api -> api.put("/conversations/" + writer.id() + "/read", Map.of("up_to_seq", 1)));
            }
        },
        REVIEWING("reviews", "review.posted") {
            @Override
            Doing prepare() {
                PlacedOrder order = market.anOrder().completed();
                return doing(
                        order.client(),
                        order.freelancer(),
                        api -> api.post("/reviews", Map.of("order_id", order.id(), "rating", 5)));
            }
        };

        private final String table;
        private final List<String> told;

        Deed(String table, String... told) {
            this.table = table;
            this.told = List.of(told);
        }

        abstract Doing prepare();

        private static Doing handingIn(PlacedOrder order) {
            return doing(order.freelancer(), order.client(), api -> api.patch(order.path("submit-work"), Map.of()));
        }

        private static Doing doing(Person doer, Person hearer, Function<ApiClient, Answer> request) {
            return new Doing(doer, hearer, request);
        }
    }

    /** @param hearer whom it concerns besides the one who does it */
    private record Doing(Person doer, Person hearer, Function<ApiClient, Answer> request) {

        CompletableFuture<Answer> begin(boolean hasKey) {
            ApiClient api = market.api().as(doer);
            return CompletableFuture.supplyAsync(() -> request.apply(
                    hasKey ? api.with("Idempotency-Key", UUID.randomUUID().toString()) : api));
        }
    }

    @ParameterizedTest(name = "{0}, with a key: {1}")
    @CsvSource({
        "PLACING, false", "PLACING, true",
        "MOVING, false", "MOVING, true",
        "HANDING_IN_AT_ONCE, false", "HANDING_IN_AT_ONCE, true",
        "WRITING, false", "WRITING, true",
        "READING, false", "READING, true",
        "REVIEWING, false", "REVIEWING, true"
    })
    void isHeardOnceItIsCommittedAndNotBefore(Deed deed, boolean hasKey) {
        Doing doing = deed.prepare();
        try (TestSocket here = market.sockets().open(doing.hearer());
                TestSocket there = elsewhere.sockets().open(doing.hearer());
                HeldCommits commits = HeldCommits.of(market.database(), deed.table)) {
            // Nothing that was done before is still on its way.
            heard(doing.hearer(), here);
            heard(doing.hearer(), there);

            CompletableFuture<Answer> answer = doing.begin(hasKey);
            commits.await(1);
            assertThat(heard(doing.hearer(), here))
                    .as("heard before it was committed")
                    .isEmpty();
            assertThat(heard(doing.hearer(), there))
                    .as("heard on another node before it was committed")
                    .isEmpty();

            commits.letGo();
            assertThat(answer.join().status()).as("%s", answer.join()).isBetween(200, 201);
            hears(deed, doing.hearer(), here, "here");
            hears(deed, doing.hearer(), there, "on another node");
        }
    }

    @ParameterizedTest(name = "{0}, with a key: {1}")
    @CsvSource({
        "PLACING, false", "PLACING, true",
        "MOVING, false", "MOVING, true",
        "HANDING_IN_AT_ONCE, false", "HANDING_IN_AT_ONCE, true",
        "WRITING, false", "WRITING, true",
        "READING, false", "READING, true",
        "REVIEWING, false", "REVIEWING, true"
    })
    void isNeverHeardWhereTheCommitFails(Deed deed, boolean hasKey) {
        Doing doing = deed.prepare();
        try (TestSocket here = market.sockets().open(doing.hearer());
                TestSocket there = elsewhere.sockets().open(doing.hearer())) {
            heard(doing.hearer(), here);
            heard(doing.hearer(), there);
            try (HeldCommits commits = HeldCommits.of(market.database(), deed.table)) {
                CompletableFuture<Answer> answer = doing.begin(hasKey);
                commits.await(1);
                commits.refuse();
                answer.join().expectProblem(503, "busy");
            }
            assertThat(heard(doing.hearer(), here))
                    .as("heard though it was rolled back")
                    .isEmpty();
            assertThat(heard(doing.hearer(), there))
                    .as("heard on another node though it was rolled back")
                    .isEmpty();
        }
    }

    @ParameterizedTest(name = "with a key: {0}")
    @CsvSource({"false", "true"})
    void aFirstStepIsNeverHeardOfWhereTheSecondFails(boolean hasKey) {
        PlacedOrder order = market.anOrder().confirmed();
        Doing doing = Deed.handingIn(order);
        try (TestSocket device = market.sockets().open(doing.hearer())) {
            heard(doing.hearer(), device);
            failing(
                    "update on orders",
                    "new.status = 'SUBMITTED'",
                    () -> doing.begin(hasKey).join().expectProblem(503, "busy"));
            assertThat(heard(doing.hearer(), device))
                    .as("heard of the first step though the second failed")
                    .isEmpty();
            assertThat(order.read().at("status"))
                    .as("status of an order whose second step failed")
                    .isEqualTo("PAYMENT_CONFIRMED");
        }
    }

    @ParameterizedTest
    @CsvSource({"PLACING", "MOVING", "HANDING_IN_AT_ONCE", "WRITING", "READING", "REVIEWING"})
    void isNeverHeardWhereItsAnswerCannotBeKeptForItsKey(Deed deed) {
        Doing doing = deed.prepare();
        try (TestSocket device = market.sockets().open(doing.hearer())) {
            heard(doing.hearer(), device);
            failing(
                    "update on idempotency_keys",
                    "new.status is not null",
                    () -> doing.begin(true).join().expectProblem(503, "busy"));
            assertThat(heard(doing.hearer(), device))
                    .as("heard though its answer could not be kept")
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"PLACING", "MOVING", "HANDING_IN_AT_ONCE", "WRITING", "READING", "REVIEWING"})
    void isNotHeardAgainWhereItIsAskedForAgainWithItsKey(Deed deed) {
        Doing doing = deed.prepare();
        ApiClient keyed = market.api()
                .as(doing.doer())
                .with("Idempotency-Key", UUID.randomUUID().toString());
        Answer first = doing.request().apply(keyed);
        try (TestSocket device = market.sockets().open(doing.hearer())) {
            heard(doing.hearer(), device);
            assertThat(doing.request().apply(keyed).body()).isEqualTo(first.body());
            assertThat(heard(doing.hearer(), device)).as("heard again").isEmpty();
        }
    }

    @Test
    void aScheduledTaskIsHeardOnceItIsCommittedAndNotBefore() {
        PlacedOrder unpaid = market.anOrder().placed();
        PlacedOrder unanswered = market.anOrder().from(unpaid.client()).submitted();
        age(unpaid, unanswered);
        Person client = unpaid.client();
        try (TestSocket device = market.sockets().open(client);
                HeldCommits commits = HeldCommits.of(market.database(), "orders")) {
            heard(client, device);
            try (Server node =
                    Server.on(market.database().address(), Map.of("PAY_WITHIN", "2h", "APPROVE_WITHIN", "3h"))) {
                commits.await(2);
                assertThat(heard(client, device))
                        .as("heard of scheduled tasks before they were committed")
                        .isEmpty();
                commits.letGo();
                assertThat(List.of(next(device), next(device)))
                        .as("heard once they are committed")
                        .containsExactlyInAnyOrder("order.updated auto-cancel", "order.updated auto-approve");
            }
            assertThat(heard(client, device)).as("heard twice").isEmpty();
        }
    }

    private static String next(TestSocket device) {
        JsonNode frame = device.await(said -> said.path("type").asText().equals("order.updated"), SOON);
        assertThat(frame)
                .as("what a scheduled task did, heard once it is committed")
                .isNotNull();
        return said(requireNonNull(frame));
    }

    /** All that was to be heard of a deed, and each of it once. */
    private static void hears(Deed deed, Person hearer, TestSocket device, String where) {
        if (deed == Deed.WRITING) {
            // Another node has to read it first.
            assertThat(device.await(frame -> said(frame).equals("message.new"), SOON))
                    .as("message.new, heard %s once it is committed", where)
                    .isNotNull();
            assertThat(heard(hearer, device)).as("heard %s once more", where).isEmpty();
        } else {
            assertThat(heard(hearer, device))
                    .as("heard %s once it is committed", where)
                    .isEqualTo(deed.told);
        }
    }

    /** What has come by now: all that was told before somebody is told to be typing to them. */
    private static List<String> heard(Person hearer, TestSocket device) {
        Person stranger = market.aUser("Stranger");
        try (TestSocket typing = market.sockets().open(stranger)) {
            typing.say(Map.of("type", "typing", "user_id", hearer.id()));
            device.await(
                    "typing",
                    frame -> frame.path("user_id").asText().equals(stranger.id().toString()));
        }
        return device.everything().stream()
                .map(AfterCommitIT::said)
                .filter(said -> !said.equals("typing"))
                .toList();
    }

    private static String said(JsonNode frame) {
        return (frame.path("type").asText() + " " + frame.path("action").asText()).strip();
    }

    /** While such a write fails, as PostgreSQL has it where two transactions cannot both be. */
    private static void failing(String what, String when, Runnable action) {
        market.sql().update("""
                create or replace function fail() returns trigger language plpgsql as $$
                begin raise exception 'this write was to fail' using errcode = 'serialization_failure'; end $$
                """);
        market.sql()
                .update("create trigger fail before " + what + " for each row when (" + when
                        + ") execute function fail()");
        try {
            action.run();
        } finally {
            market.sql().update("drop trigger fail on " + what.replaceAll(".* on ", ""));
        }
    }

    /** Both by four hours, which the database does not let anybody do otherwise. */
    private static void age(PlacedOrder one, PlacedOrder other) {
        market.sql().update("alter table orders disable trigger orders_guard");
        market.sql()
                .update(
                        "update orders set status_since = status_since - interval '4 hours' where id in (?, ?)",
                        one.id(),
                        other.id());
        market.sql().update("alter table orders enable trigger orders_guard");
    }
}
