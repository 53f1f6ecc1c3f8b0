package dev.guildhall.order;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guildhall.support.Answer;
import dev.guildhall.support.ApiClient;
import dev.guildhall.support.Concurrently;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.Sql;
import dev.guildhall.support.TestGig;
import dev.guildhall.support.TestSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One row is locked, and many requests want to change it. */
@Tag("OPS-10")
class HotRowsIT {
    @RegisterExtension
    static final Market market = new Market();

    private static final int REQUESTS = 24;
    /** Limit for a request to other rows on a busy machine; the queue of a locked row may be waited in for half a second longer. */
    private static final Duration MAX_OTHER_RESPONSE_TIME = Duration.ofMillis(1_500);

    /** @param request sends the n-th request that wants to change the row */
    private record HotRow(String name, String lock, List<UUID> ids, IntFunction<Answer> request) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<HotRow> hotRows() {
        String ofOrder = "select from orders where id = ? for update";
        String ofGig = "select from gigs where id = ? for update";
        String ofUser = "select from users where id = ? for no key update";
        String ofConversation = "select from conversations where least(?::uuid, ?::uuid) = user_low"
                + " and user_high in (?, ?) for update";
        PlacedOrder paid = market.anOrder().paid();
        PlacedOrder keyed = market.anOrder().paid();
        PlacedOrder keyedApart = market.anOrder().paid();
        PlacedOrder completed = market.anOrder().completed();
        TestGig gig = market.aGig().create();
        Person anna = market.aUser("Anna");
        Person bert = market.aUser("Bert");
        message(anna, bert).expect(201);
        ApiClient oneKey = market.api()
                .as(keyed.freelancer())
                .with("Idempotency-Key", UUID.randomUUID().toString());
        List<UUID> both = List.of(anna.id(), bert.id(), anna.id(), bert.id());
        return Stream.of(
                new HotRow(
                        "an order", ofOrder, List.of(paid.id()), i -> paid.byFreelancer("confirm-payment", Map.of())),
                new HotRow(
                        "an order, by one key",
                        ofOrder,
                        List.of(keyed.id()),
                        i -> oneKey.patch(keyed.path("confirm-payment"))),
                new HotRow(
                        "an order, by many keys",
                        ofOrder,
                        List.of(keyedApart.id()),
                        i -> market.api()
                                .as(keyedApart.freelancer())
                                .with("Idempotency-Key", "key-" + i)
                                .patch(keyedApart.path("confirm-payment"))),
                new HotRow(
                        "an order to review",
                        ofOrder,
                        List.of(completed.id()),
                        i -> market.api()
                                .as(i % 2 == 0 ? completed.client() : completed.freelancer())
                                .post("/reviews", Map.of("order_id", completed.id(), "rating", 5))),
                new HotRow(
                        "a gig to change",
                        ofGig,
                        List.of(gig.id()),
                        i -> market.api()
                                .as(gig.freelancer())
                                .patch("/gigs/" + gig.id(), Map.of("title", "Title " + i))),
                new HotRow(
                        "a gig to order",
                        ofGig,
                        List.of(gig.id()),
                        i -> market.api().as(bert).post("/orders", Map.of("gig_id", gig.id()))),
                new HotRow(
                        "a person",
                        ofUser,
                        List.of(anna.id()),
                        i -> market.api().as(anna).patch("/me", Map.of("bio", "Bio " + i))),
                new HotRow(
                        "a conversation",
                        ofConversation,
                        both,
                        i -> i % 2 == 0 ? message(anna, bert) : message(bert, anna)),
                new HotRow(
                        "a conversation to mark as read",
                        ofConversation,
                        both,
                        i -> market.api()
                                .as(bert)
                                .put("/conversations/" + anna.id() + "/read", Map.of("up_to_seq", 1))));
    }

    @ParameterizedTest
    @MethodSource("hotRows")
    void leavesConnectionsForOtherRequests(HotRow row) {
        Others others = new Others();
        try (Sql holder = market.database().sql()) {
            holder.begin();
            holder.rows(row.lock(), row.ids().toArray());
            CompletableFuture<List<Answer>> responses =
                    CompletableFuture.supplyAsync(() -> Concurrently.times(REQUESTS, row.request()));
            market.sql().awaitWaitingForLocks(2);
            int rounds = 0;
            while (!responses.isDone()) {
                others.write();
                rounds++;
                expectAtMostTwoWaitingForRows();
            }
            assertThat(rounds).isGreaterThan(1);
            assertThat(responses.join()).allSatisfy(HotRowsIT::expectBusyOrInProgress);
            holder.rollback();
        }
        assertThat(row.request().apply(REQUESTS).status()).isIn(200, 201);
        assertThat(queuedWrites()).isZero();
    }

    @Test
    void answersTheWaitingRequestsOnceTheLockIsFree() {
        PlacedOrder order = market.anOrder().paid();
        List<Answer> answers;
        try (Sql holder = market.database().sql()) {
            holder.begin();
            holder.rows("select from orders where id = ? for update", order.id());
            AtomicInteger refused = new AtomicInteger();
            CompletableFuture<List<Answer>> responses =
                    CompletableFuture.supplyAsync(() -> Concurrently.times(REQUESTS, i -> {
                        Answer answer = order.byFreelancer("confirm-payment", Map.of());
                        refused.incrementAndGet();
                        return answer;
                    }));
            while (refused.get() < REQUESTS - 10) {
                assertThat(responses).isNotDone();
            }
            holder.rollback();
            answers = responses.join();
        }
        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
        assertThat(answers).filteredOn(answer -> answer.status() == 409).hasSize(9);
        assertThat(answers)
                .filteredOn(answer -> answer.status() == 503)
                .hasSize(14)
                .allSatisfy(HotRowsIT::expectBusy);
    }

    @Test
    void leavesConnectionsForOtherRequestsWhileSocketsWait() {
        Person anna = market.aUser("Anna");
        Person bert = market.aUser("Bert");
        message(anna, bert).expect(201);
        Others others = new Others();
        List<TestSocket> devices = new ArrayList<>();
        try (Sql holder = market.database().sql()) {
            for (int i = 0; i < REQUESTS; i++) {
                devices.add(market.sockets().open(i % 2 == 0 ? anna : bert));
            }
            holder.begin();
            holder.rows("select from conversations where ? in (user_low, user_high) for update", anna.id());
            for (int i = 0; i < REQUESTS; i++) {
                devices.get(i)
                        .send(Map.of(
                                "type",
                                "message.send",
                                "receiver_id",
                                i % 2 == 0 ? bert.id() : anna.id(),
                                "content",
                                "Hello",
                                "client_msg_id",
                                new UUID(0x4000, i)));
            }
            market.sql().awaitWaitingForLocks(2);
            others.write();
            for (int i = 0; i < REQUESTS; i++) {
                JsonNode error = devices.get(i).await("error");
                assertThat(error.path("code").asText()).isEqualTo("busy");
                assertThat(error.path("client_msg_id").asText()).isEqualTo(new UUID(0x4000, i).toString());
                expectAtMostTwoWaitingForRows();
            }
            others.write();
            holder.rollback();
            devices.get(0).sendMessage(bert, "At last");
            devices.get(0).await("message.ack");
        } finally {
            devices.forEach(TestSocket::close);
        }
        assertThat(market.sql().count("select from messages where sender_id in (?, ?)", anna.id(), bert.id()))
                .isEqualTo(2);
        assertThat(queuedWrites()).isZero();
    }

    /** Requests to other rows. */
    private static final class Others {
        private final PlacedOrder order = market.anOrder().placed();
        private final TestGig gig = market.aGig().create();
        private final Person dora = market.aUser("Dora");

        void write() {
            sendQuickly(() -> order.byClient("submit-payment", PlacedOrder.aProof()))
                    .expect(200);
            sendQuickly(() -> order.byClient("withdraw-payment", Map.of())).expect(200);
            sendQuickly(() -> market.api().as(gig.freelancer()).patch("/gigs/" + gig.id(), Map.of("title", "Another")))
                    .expect(200);
            sendQuickly(() -> message(market.aUser("Carl"), dora)).expect(201);
        }

        private static Answer sendQuickly(Supplier<Answer> request) {
            long start = System.nanoTime();
            Answer answer = request.get();
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .as("%s", answer)
                    .isLessThan(MAX_OTHER_RESPONSE_TIME);
            return answer;
        }
    }

    private static Answer message(Person sender, Person receiver) {
        return market.api().as(sender).post("/messages", Map.of("receiver_id", receiver.id(), "content", "Hello"));
    }

    /** Busy, or refused because an earlier request with the same key is still running. */
    private static void expectBusyOrInProgress(Answer answer) {
        if (answer.status() == 409) {
            answer.expectProblem(409, "idempotency_in_progress");
        } else {
            expectBusy(answer);
        }
    }

    private static void expectBusy(Answer answer) {
        answer.expectProblem(503, "busy");
        assertThat(answer.header("Retry-After")).isEqualTo("1");
    }

    private static void expectAtMostTwoWaitingForRows() {
        assertThat(market.sql().rows("""
                        select query from pg_stat_activity
                        where wait_event_type = 'Lock' and wait_event in ('transactionid', 'tuple') and datname = current_database()
                        """)).hasSizeLessThanOrEqualTo(2);
    }

    private static double queuedWrites() {
        return market.server().metric("database_writes_queued");
    }
}
