package dev.guildhall.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.db.Database;
import dev.guildhall.db.SharedWrites;
import dev.guildhall.db.UnitOfWork;
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
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.FutureInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
            assertThat(sendAll(0, unsaved(0, null), free)).containsOnlyKeys(free.id());
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
        UnsavedMessage first = first(senders.get(3), receivers.get(4));
        assertThat(sendAll(1, unsaved(1, ofOthers), unsaved(2, null), first, allowed))
                .containsOnlyKeys(allowed.id());
    }

    @Test
    @Tag("MSG-4")
    void beginConversationsIfTheirNumberIsNotLimited() {
        beginConversations();
        Person anna = senders.get(0);
        Person bert = senders.get(1);
        List<UnsavedMessage> unsaved = List.of(
                first(anna, bert), first(bert, receivers.get(0)), first(receivers.get(1), anna), unsaved(2, null));
        Map<UUID, MessageSaved> saved = sendAll(0, unsaved.toArray(UnsavedMessage[]::new));
        for (UnsavedMessage each : unsaved.subList(0, 3)) {
            assertThat(Objects.requireNonNull(saved.get(each.id()))).satisfies(one -> {
                assertThat(one.message().seq()).isEqualTo(1);
                assertThat(one.receiverUnread()).isEqualTo(1);
                assertThat(one.senderUnread()).isZero();
            });
            assertThat(market.sql()
                            .row(
                                    """
                                    select last_seq, case ? when user_low then low_read_seq else high_read_seq end as read,
                                           case ? when user_low then low_read_seq else high_read_seq end as peer_read
                                    from conversations where user_low = least(?, ?) and user_high = greatest(?, ?)
                                    """,
                                    each.sender(),
                                    each.message().receiver(),
                                    each.sender(),
                                    each.message().receiver(),
                                    each.sender(),
                                    each.message().receiver()))
                    .isEqualTo(Map.of("last_seq", 1L, "read", 1L, "peer_read", 0L));
        }
        assertThat(Objects.requireNonNull(saved.get(unsaved.get(3).id()))
                        .message()
                        .seq())
                .isEqualTo(2);
    }

    /** If each began them in the order of its messages, two of them could wait for each other. */
    @Test
    @Tag("MSG-3")
    void beginConversationsInTheOrderOfTheirKeys() {
        Person anna = senders.get(0);
        List<Person> peers = peersByKey(anna);
        try (Sql other = market.database().sql()) {
            other.begin();
            begin(other, anna, peers.get(1));
            CompletableFuture<Map<UUID, MessageSaved>> sent = CompletableFuture.supplyAsync(
                    () -> sendAll(0, first(anna, peers.get(2)), first(anna, peers.get(1)), first(anna, peers.get(0))));
            market.sql().awaitWaitingForLocks(1);
            begin(other, anna, peers.get(2));
            other.rollback();
            assertThat(sent.join()).hasSize(3);
        }
    }

    @Test
    @Tag("MSG-3")
    void leaveOutWhatAnotherStatementBeginsAtTheSameMoment() {
        Person anna = senders.get(0);
        List<Person> peers = peersByKey(anna);
        UnsavedMessage free = first(anna, peers.get(0));
        try (Sql other = market.database().sql()) {
            other.begin();
            begin(other, anna, peers.get(1));
            CompletableFuture<Map<UUID, MessageSaved>> sent =
                    CompletableFuture.supplyAsync(() -> sendAll(0, first(anna, peers.get(1)), free));
            market.sql().awaitWaitingForLocks(1);
            other.commit();
            assertThat(sent.join()).containsOnlyKeys(free.id());
        }
    }

    private static void begin(Sql sql, Person one, Person other) {
        sql.update(
                "insert into conversations (user_low, user_high) values (least(?, ?), greatest(?, ?))",
                one.id(),
                other.id(),
                one.id(),
                other.id());
    }

    /** In the order of the keys of their conversations with this person. */
    private List<Person> peersByKey(Person person) {
        return receivers.stream()
                .sorted(Comparator.comparing(peer -> Stream.of(person, peer)
                        .map(one -> one.id().toString())
                        .sorted()
                        .toList()
                        .toString()))
                .toList();
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
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        try {
            Database database = new Database(vertx, market.database().address(), 4, 0, new SimpleMeterRegistry());
            SharedWrites<UnsavedMessage, MessageSaved> sends = sends(new MessageRepository(0));
            List<Future<Optional<MessageSaved>>> sent = new ArrayList<>();
            onEventLoop(vertx, database, work -> {
                IntStream.rangeClosed(0, SharedWrites.MAX_RUNNING)
                        .forEach(i -> sent.add(sends.write(work, unsaved(i, null))));
                return Future.all(sent);
            });
            assertThat(sent)
                    .allSatisfy(one ->
                            assertThat(((FutureInternal<?>) one).context()).isNotNull());
        } finally {
            vertx.close().await();
        }
    }

    private static SharedWrites<UnsavedMessage, MessageSaved> sends(MessageRepository messages) {
        return new SharedWrites<>(UnsavedMessage::id, UnsavedMessage::conversation, messages::send);
    }

    private static void onEventLoop(Vertx vertx, Database database, Function<UnitOfWork, Future<?>> write) {
        vertx.timer(1, TimeUnit.MILLISECONDS)
                .compose(now -> database.write(work -> write.apply(work).mapEmpty()))
                .await();
    }

    private Answer send(Server slow, int pair) {
        return slow.api()
                .as(senders.get(pair))
                .post("/messages", Map.of("receiver_id", receivers.get(pair).id(), "content", "Text"));
    }

    /** @param maxNewPerHour conversations that a user may begin; 0: any number */
    private Map<UUID, MessageSaved> sendAll(int maxNewPerHour, UnsavedMessage... unsaved) {
        Vertx vertx = Vertx.vertx();
        try {
            Database database = new Database(vertx, market.database().address(), 4, 0, new SimpleMeterRegistry());
            return database.write(
                            work -> new MessageRepository(maxNewPerHour).sendSeveral(work.client(), List.of(unsaved)))
                    .await();
        } finally {
            vertx.close().await();
        }
    }

    private static UnsavedMessage first(Person sender, Person receiver) {
        NewMessage message = new NewMessage(receiver.id(), "Text", null, null);
        return new UnsavedMessage(UUID.randomUUID(), sender.id(), message, null);
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
