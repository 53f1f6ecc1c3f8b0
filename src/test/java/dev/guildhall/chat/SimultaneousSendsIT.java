package dev.guildhall.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.db.Database;
import dev.guildhall.support.Answer;
import dev.guildhall.support.Concurrently;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.RecordingProxy;
import dev.guildhall.support.Server;
import dev.guildhall.support.Sql;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.FutureInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Messages that are sent at the same time are stored together, and each as if it had been sent alone. */
class SimultaneousSendsIT {
    private static final int PAIRS = 60;

    /** One second in the queue, two for a connection, and some to spare. */
    private static final Duration MAX_WAIT = Duration.ofMillis(3_500);

    @RegisterExtension
    static final Market market = new Market();

    /** With one connection for writes, so that messages have to wait for each other. */
    @AutoClose
    private final Server node = Server.on(market.database().address(), Map.of("DATABASE_POOL_SIZE", "4"));

    private final List<Person> senders = people("Sender");
    private final List<Person> receivers = people("Receiver");

    @Test
    @Tag("MSG-1")
    void areStoredByFewStatements() {
        beginConversations();
        List<Answer> answers = Concurrently.times(PAIRS, i -> send(i, "Together", Map.of()));
        assertThat(answers).allSatisfy(answer -> answer.expect(201));
        for (int i = 0; i < PAIRS; i++) {
            Answer sent = answers.get(i);
            assertThat(sent.text("content")).isEqualTo("Together");
            assertThat(sent.at("seq")).isEqualTo("2");
            assertThat(sent.at("sender_id")).isEqualTo(senders.get(i).id().toString());
            assertThat(sent.at("receiver_id")).isEqualTo(receivers.get(i).id().toString());
        }
        assertThat(market.sql()
                        .row("select count(distinct xmin::text) as statements from messages where content = 'Together'")
                        .get("statements"))
                .asInstanceOf(InstanceOfAssertFactories.LONG)
                .isLessThan(PAIRS - 10);
    }

    @Test
    @Tag("MSG-1")
    void areAnsweredEachForItself() {
        beginConversations();
        PlacedOrder foreign = market.anOrder().placed();
        UUID used = UUID.randomUUID();
        send(5, "First", Map.of("client_msg_id", used)).expect(201);
        UUID repeated = UUID.randomUUID();
        Answer original = send(6, "Again", Map.of("client_msg_id", repeated)).expect(201);
        market.sql()
                .update(
                        "update users set is_active = false where id = ?",
                        receivers.get(7).id());
        List<Answer> answers = Concurrently.times(PAIRS, i -> switch (i) {
            case 4 -> send(i, "About an order", Map.of("order_id", foreign.id()));
            case 5 -> send(i, "Second", Map.of("client_msg_id", used));
            case 6 -> send(i, "Again", Map.of("client_msg_id", repeated));
            case 8 -> sendTo(market.aUser("Stranger"), senders.get(i), "A first message", Map.of());
            default -> send(i, "Text", Map.of());
        });
        answers.get(4).expect(422);
        answers.get(5).expectProblem(409, "client_msg_id_reused");
        assertThat(answers.get(6).expect(200).at("id")).isEqualTo(original.at("id"));
        assertThat(answers.get(7).status()).as("to a deactivated user").isIn(404, 409, 422);
        for (int i = 8; i < PAIRS; i++) {
            answers.get(i).expect(201);
        }
        assertThat(market.sql().count("""
                        select from conversations c where c.last_seq <> (
                          select count(*) from messages m
                          where least(m.sender_id, m.receiver_id) = c.user_low and greatest(m.sender_id, m.receiver_id) = c.user_high)
                        """))
                .as("conversations whose numbers have a gap")
                .isZero();
    }

    @Test
    @Tag("MSG-1")
    void doNotWaitForTheLockOfAnotherConversation() {
        beginConversations();
        try (Sql other = market.database().sql()) {
            other.begin();
            other.rows(
                    "select from conversations where ? in (user_low, user_high) for update",
                    receivers.get(0).id());
            UnsavedMessage free = unsaved(1, null);
            assertThat(sendAll(unsaved(0, null), free)).containsOnlyKeys(free.id());
        }
    }

    @Test
    @Tag("MSG-4")
    void areNotStoredTogetherWithWhatIsNotAllowed() {
        beginConversations();
        UUID ofOthers = market.anOrder().placed().id();
        market.sql()
                .update(
                        "update users set is_active = false where id = ?",
                        receivers.get(2).id());
        UnsavedMessage allowed = unsaved(0, null);
        UnsavedMessage first = new UnsavedMessage(
                UUID.randomUUID(),
                senders.get(3).id(),
                new NewMessage(receivers.get(4).id(), "Text", null, null),
                null);
        assertThat(sendAll(unsaved(1, ofOthers), unsaved(2, null), first, allowed))
                .containsOnlyKeys(allowed.id());
    }

    @Test
    @Tag("MSG-3")
    void areRefusedIfTheyWaitTooLong() {
        beginConversations();
        try (RecordingProxy proxy = RecordingProxy.to(market.database().address());
                Server slow = Server.on(proxy.address(), Map.of("DATABASE_POOL_SIZE", "4"));
                RecordingProxy.Held answer = proxy.holdResponse("insert into messages")) {
            CompletableFuture<Answer> first = CompletableFuture.supplyAsync(() -> send(slow, 0));
            answer.await();
            List<Duration> waited = Concurrently.times(PAIRS - 1, i -> {
                long start = System.nanoTime();
                assertThat(send(slow, i + 1).status()).isEqualTo(503);
                return Duration.ofNanos(System.nanoTime() - start);
            });
            assertThat(waited).allSatisfy(wait -> assertThat(wait).isLessThan(MAX_WAIT));
            answer.release();
            first.join().expect(201);
        }
    }

    /** The timeouts of a future without one are on a thread that all event loops share. */
    @Test
    void haveAContextWhileTheyWait() {
        beginConversations();
        Vertx vertx = Vertx.vertx();
        try {
            Database database = new Database(vertx, market.database().address(), 4, 0, new SimpleMeterRegistry());
            SendQueue queue = new SendQueue(new MessageRepository(0));
            List<Future<Optional<MessageSaved>>> sent = new ArrayList<>();
            vertx.timer(1, TimeUnit.MILLISECONDS)
                    .compose(onEventLoop -> database.write(work -> {
                        IntStream.rangeClosed(0, SendQueue.MAX_RUNNING)
                                .forEach(i -> sent.add(queue.send(work.client(), unsaved(i, null))));
                        return Future.all(sent);
                    }))
                    .await();
            assertThat(sent)
                    .allSatisfy(one ->
                            assertThat(((FutureInternal<?>) one).context()).isNotNull());
        } finally {
            vertx.close().await();
        }
    }

    private Answer send(Server slow, int pair) {
        return slow.api()
                .as(senders.get(pair))
                .post("/messages", Map.of("receiver_id", receivers.get(pair).id(), "content", "Text"));
    }

    private Map<UUID, MessageSaved> sendAll(UnsavedMessage... unsaved) {
        Vertx vertx = Vertx.vertx();
        try {
            Database database = new Database(vertx, market.database().address(), 4, 0, new SimpleMeterRegistry());
            return database.write(work -> new MessageRepository(0).sendAll(work.client(), List.of(unsaved)))
                    .await();
        } finally {
            vertx.close().await();
        }
    }

    private UnsavedMessage unsaved(int pair, @Nullable UUID order) {
        NewMessage message = new NewMessage(receivers.get(pair).id(), "Text", order, null);
        return new UnsavedMessage(UUID.randomUUID(), senders.get(pair).id(), message, null);
    }

    private void beginConversations() {
        for (int i = 0; i < PAIRS; i++) {
            send(i, "Hello", Map.of()).expect(201);
        }
    }

    private Answer send(int pair, String content, Map<String, @Nullable Object> more) {
        return sendTo(receivers.get(pair), senders.get(pair), content, more);
    }

    private Answer sendTo(Person receiver, Person sender, String content, Map<String, @Nullable Object> more) {
        Map<String, @Nullable Object> message = new HashMap<>(more);
        message.put("receiver_id", receiver.id());
        message.put("content", content);
        return node.api().as(sender).post("/messages", message);
    }

    private static List<Person> people(String name) {
        return IntStream.range(0, PAIRS)
                .mapToObj(i -> market.aUser(name + " " + i))
                .toList();
    }
}
