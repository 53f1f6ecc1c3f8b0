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
import dev.guildhall.support.Stage;
import dev.guildhall.support.TestSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A change is published to the users concerned on every node, once, after its commit, and never if it is not committed. */
class AfterCommitIT {
    /** For a message on another node, which that node first reads from the database. */
    private static final Duration DELIVERY_TIMEOUT = Duration.ofSeconds(5);

    private static final Map<String, ?> EXTENSION = Map.of("kind", "extend", "days", 5);

    @RegisterExtension
    static final Market market = new Market();

    /** With a safety net so slow that everything arrives over the bridge. */
    private static Server otherNode;

    @BeforeAll
    static void startAnotherNode() {
        otherNode = Server.on(market.database().address(), Map.of("SAFETY_NET_INTERVAL", "1m"));
    }

    @AfterAll
    static void stop() {
        otherNode.close();
    }

    /** The changes that are published, and the frames that the other user receives. */
    enum Change {
        PLACING("orders", "order.updated place") {
            @Override
            PreparedChange prepare() {
                var gig = market.aGig().create();
                return prepared(
                        market.aUser("Carl Client"),
                        gig.freelancer(),
                        api -> api.post("/orders", Map.of("gig_id", gig.id())));
            }
        },
        MOVING("orders", "order.updated submit-payment") {
            @Override
            PreparedChange prepare() {
                PlacedOrder order = market.anOrder().placed();
                Map<String, ?> proof = PlacedOrder.aProof();
                return prepared(
                        order.client(), order.freelancer(), api -> api.patch(order.path("submit-payment"), proof));
            }
        },
        HANDING_IN_AT_ONCE("orders", "order.updated start", "order.updated submit-work") {
            @Override
            PreparedChange prepare() {
                return handingIn(market.anOrder().confirmed());
            }
        },
        PROPOSING("orders", "order.updated propose-extend") {
            @Override
            PreparedChange prepare() {
                PlacedOrder order = market.anOrder().started();
                return prepared(
                        order.client(), order.freelancer(), api -> api.post(order.path("proposals"), EXTENSION));
            }
        },
        DECLINING("orders", "order.updated decline") {
            @Override
            PreparedChange prepare() {
                return answering("decline");
            }
        },
        AGREEING("orders", "order.updated agree-extend") {
            @Override
            PreparedChange prepare() {
                return answering("accept");
            }
        },
        SPEAKING("orders", "order.updated add-statement") {
            @Override
            PreparedChange prepare() {
                PlacedOrder order = market.anOrder().in(Stage.DISPUTED_CONFIRMED);
                return prepared(
                        order.client(),
                        order.freelancer(),
                        api -> api.post(order.path("statements"), Map.of("text", "It is not as they say.")));
            }
        },
        WRITING("messages", "message.new") {
            @Override
            PreparedChange prepare() {
                Person receiver = market.aUser("Bert");
                return prepared(
                        market.aUser("Anna"),
                        receiver,
                        api -> api.post("/messages", Map.of("receiver_id", receiver.id(), "content", "m")));
            }
        },
        READING("conversations", "message.read") {
            @Override
            PreparedChange prepare() {
                Person writer = market.aUser("Anna");
                Person reader = market.aUser("Bert");
                market.api()
                        .as(writer)
                        .post("/messages", Map.of("receiver_id", reader.id(), "content", "m"))
                        .expect(201);
                return prepared(
                        reader,
                        writer,
                        api -> api.put("/conversations/" + writer.id() + "/read", Map.of("up_to_seq", 1)));
            }
        },
        REVIEWING("reviews", "review.posted") {
            @Override
            PreparedChange prepare() {
                PlacedOrder order = market.anOrder().completed();
                return prepared(
                        order.client(),
                        order.freelancer(),
                        api -> api.post("/reviews", Map.of("order_id", order.id(), "rating", 5)));
            }
        };

        private final String table;
        private final List<String> frames;

        Change(String table, String... frames) {
            this.table = table;
            this.frames = List.of(frames);
        }

        abstract PreparedChange prepare();

        private static PreparedChange handingIn(PlacedOrder order) {
            return prepared(order.freelancer(), order.client(), api -> api.patch(order.path("submit-work"), Map.of()));
        }

        /** By the freelancer, to a proposal of the client. */
        private static PreparedChange answering(String answer) {
            PlacedOrder order = market.anOrder().started();
            String proposal =
                    order.proposeBy(order.client(), EXTENSION).expect(201).text("id");
            return prepared(
                    order.freelancer(),
                    order.client(),
                    api -> api.patch(order.path("proposals/" + proposal + "/" + answer), Map.of()));
        }

        private static PreparedChange prepared(Person caller, Person receiver, Function<ApiClient, Answer> request) {
            return new PreparedChange(caller, receiver, request);
        }
    }

    /** @param hearer the other user whom the change concerns */
    private record PreparedChange(Person caller, Person receiver, Function<ApiClient, Answer> request) {

        CompletableFuture<Answer> begin(boolean hasKey) {
            ApiClient api = market.api().as(caller);
            return CompletableFuture.supplyAsync(() -> request.apply(
                    hasKey ? api.with("Idempotency-Key", UUID.randomUUID().toString()) : api));
        }
    }

    /** Read marks have no keys. */
    static Stream<Arguments> changesWithAndWithoutAKey() {
        return Stream.of(Change.values())
                .flatMap(change -> Stream.of(false, true)
                        .filter(hasKey -> !hasKey || change != Change.READING)
                        .map(hasKey -> Arguments.of(change, hasKey)));
    }

    @ParameterizedTest(name = "{0}, with a key: {1}")
    @MethodSource("changesWithAndWithoutAKey")
    void isReceivedAfterTheCommitAndNotBefore(Change change, boolean hasKey) {
        PreparedChange prepared = change.prepare();
        try (TestSocket here = market.sockets().open(prepared.receiver());
                TestSocket there = otherNode.sockets().open(prepared.receiver());
                HeldCommits commits = HeldCommits.of(market.database(), change.table)) {
            // Reads the frames of earlier changes.
            received(prepared.receiver(), here);
            received(prepared.receiver(), there);

            CompletableFuture<Answer> answer = prepared.begin(hasKey);
            commits.await(1);
            assertThat(received(prepared.receiver(), here))
                    .as("received before the commit")
                    .isEmpty();
            assertThat(received(prepared.receiver(), there))
                    .as("received on another node before the commit")
                    .isEmpty();

            commits.release();
            assertThat(answer.join().status()).as("%s", answer.join()).isBetween(200, 201);
            expectFramesOnce(change, prepared.receiver(), here, "here");
            expectFramesOnce(change, prepared.receiver(), there, "on another node");
        }
    }

    @ParameterizedTest(name = "{0}, with a key: {1}")
    @MethodSource("changesWithAndWithoutAKey")
    void isNeverReceivedIfTheCommitFails(Change change, boolean hasKey) {
        PreparedChange prepared = change.prepare();
        try (TestSocket here = market.sockets().open(prepared.receiver());
                TestSocket there = otherNode.sockets().open(prepared.receiver())) {
            received(prepared.receiver(), here);
            received(prepared.receiver(), there);
            try (HeldCommits commits = HeldCommits.of(market.database(), change.table)) {
                CompletableFuture<Answer> answer = prepared.begin(hasKey);
                commits.await(1);
                commits.fail();
                answer.join().expectProblem(503, "busy");
            }
            // Not every frame: another node may be late with a message from before.
            assertThat(received(prepared.receiver(), here))
                    .as("received although it was rolled back")
                    .doesNotContainAnyElementsOf(change.frames);
            assertThat(received(prepared.receiver(), there))
                    .as("received on another node although it was rolled back")
                    .doesNotContainAnyElementsOf(change.frames);
        }
    }

    @ParameterizedTest(name = "with a key: {0}")
    @CsvSource({"false", "true"})
    void aFirstStepIsNeverReceivedIfTheSecondFails(boolean hasKey) {
        PlacedOrder order = market.anOrder().confirmed();
        PreparedChange prepared = Change.handingIn(order);
        try (TestSocket device = market.sockets().open(prepared.receiver())) {
            received(prepared.receiver(), device);
            whileWritesFail(
                    "update on orders",
                    "new.status = 'SUBMITTED'",
                    () -> prepared.begin(hasKey).join().expectProblem(503, "busy"));
            assertThat(received(prepared.receiver(), device))
                    .as("received of the first step although the second failed")
                    .isEmpty();
            assertThat(order.read().at("status"))
                    .as("status of an order whose second step failed")
                    .isEqualTo("PAYMENT_CONFIRMED");
        }
    }

    @ParameterizedTest
    @EnumSource(names = "READING", mode = EnumSource.Mode.EXCLUDE)
    void isNeverReceivedIfItsResponseCannotBeStoredForItsKey(Change change) {
        PreparedChange prepared = change.prepare();
        try (TestSocket device = market.sockets().open(prepared.receiver())) {
            received(prepared.receiver(), device);
            whileWritesFail(
                    "update on idempotency_keys",
                    "new.status is not null",
                    () -> prepared.begin(true).join().expectProblem(503, "busy"));
            assertThat(received(prepared.receiver(), device))
                    .as("received although its response could not be stored")
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = "READING", mode = EnumSource.Mode.EXCLUDE)
    void isNotReceivedAgainIfTheRequestIsRepeatedWithItsKey(Change change) {
        PreparedChange prepared = change.prepare();
        ApiClient keyed = market.api()
                .as(prepared.caller())
                .with("Idempotency-Key", UUID.randomUUID().toString());
        Answer first = prepared.request().apply(keyed);
        try (TestSocket device = market.sockets().open(prepared.receiver())) {
            received(prepared.receiver(), device);
            assertThat(prepared.request().apply(keyed).body()).isEqualTo(first.body());
            assertThat(received(prepared.receiver(), device))
                    .as("received again")
                    .isEmpty();
        }
    }

    @Test
    void aScheduledTaskIsReceivedAfterItsCommitAndNotBefore() {
        Map<Stage, String> actions = Map.of(Stage.PLACED, "auto-cancel", Stage.SUBMITTED, "auto-approve");
        actions.forEach((stage, action) -> {
            PlacedOrder order = market.anOrder().in(stage);
            Person client = order.client();
            try (TestSocket device = market.sockets().open(client)) {
                received(client, device);
                try (HeldCommits commits = HeldCommits.of(market.database(), "orders")) {
                    order.advance(Duration.ofDays(14));
                    commits.await(1);
                    assertThat(received(client, device))
                            .as("received of scheduled tasks before their commit")
                            .isEmpty();
                    commits.release();
                    assertThat(next(device)).as("received after their commit").isEqualTo("order.updated " + action);
                }
                assertThat(received(client, device)).as("received twice").isEmpty();
            }
        });
    }

    /** Of the other tests, those of messages would also pass if the safety net delivered them. */
    @Test
    void aMessageIsReceivedOnItsOwnNodeWithoutTheSafetyNet() {
        Person receiver = market.aUser("Bert");
        try (TestSocket device = otherNode.sockets().open(receiver)) {
            otherNode
                    .api()
                    .as(market.aUser("Anna"))
                    .post("/messages", Map.of("receiver_id", receiver.id(), "content", "m"))
                    .expect(201);
            assertThat(device.await(frame -> typeAndAction(frame).equals("message.new"), DELIVERY_TIMEOUT))
                    .as("message.new on the node that saved it, long before its safety net looks")
                    .isNotNull();
        }
    }

    private static String next(TestSocket device) {
        JsonNode found = device.await(frame -> frame.path("type").asText().equals("order.updated"), DELIVERY_TIMEOUT);
        assertThat(found)
                .as("the change of a scheduled task, received after its commit")
                .isNotNull();
        return typeAndAction(requireNonNull(found));
    }

    /** Expects all frames of a change, each once. */
    private static void expectFramesOnce(Change change, Person receiver, TestSocket device, String where) {
        if (change == Change.WRITING) {
            // Another node first reads it from the database.
            assertThat(device.await(frame -> typeAndAction(frame).equals("message.new"), DELIVERY_TIMEOUT))
                    .as("message.new, received %s after the commit", where)
                    .isNotNull();
            assertThat(received(receiver, device))
                    .as("received %s once more", where)
                    .isEmpty();
        } else {
            assertThat(received(receiver, device))
                    .as("received %s after the commit", where)
                    .isEqualTo(change.frames);
        }
    }

    /** The frames received so far. To know that earlier ones have arrived, it sends a typing frame and waits for it. */
    private static List<String> received(Person receiver, TestSocket device) {
        Person stranger = market.aUser("Stranger");
        try (TestSocket typing = market.sockets().open(stranger)) {
            typing.send(Map.of("type", "typing", "user_id", receiver.id()));
            device.await(
                    "typing",
                    frame -> frame.path("user_id").asText().equals(stranger.id().toString()));
        }
        return device.receivedSoFar().stream()
                .map(AfterCommitIT::typeAndAction)
                .filter(frame -> !frame.equals("typing"))
                .toList();
    }

    private static String typeAndAction(JsonNode frame) {
        return (frame.path("type").asText() + " " + frame.path("action").asText()).strip();
    }

    /** Runs an action while a trigger makes such a write fail with a serialization failure. */
    private static void whileWritesFail(String what, String when, Runnable action) {
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
}
