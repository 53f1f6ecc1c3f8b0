package dev.guildhall.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.db.Database;
import dev.guildhall.failure.Failure;
import dev.guildhall.support.Answer;
import dev.guildhall.support.ApiClient;
import dev.guildhall.support.Concurrently;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.Server;
import dev.guildhall.support.Sql;
import dev.guildhall.support.TestGig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Requests of different people with an Idempotency-Key share transactions, and each is as if it had been made alone. */
@Tag("OPS-30")
class SimultaneousKeysIT {
    private static final int MANY = 40;
    private static final int MESSAGE_BURST = 5;
    private static final int LOCKED = 3;

    @RegisterExtension
    static final Market market = new Market();

    /** With one connection for writes, so that they have to wait for each other. */
    @AutoClose
    private final Server node =
            Server.on(market.database().address(), Map.of("DATABASE_POOL_SIZE", "4", "MESSAGE_RATE", "1"));

    private final Person freelancer = market.aUser("Frida Freelancer");
    private final TestGig gig = market.aGig().by(freelancer).create();
    /** Of this test, so that its keys can be told from those of others. */
    private final String keys = UUID.randomUUID().toString();

    @Test
    void placeOrdersByFewTransactions() {
        List<Person> clients = people();
        List<Answer> placed = Concurrently.times(MANY, i -> place(clients.get(i), i));
        for (int i = 0; i < MANY; i++) {
            Answer first = placed.get(i).expect(201);
            assertThat(first.at("client.id")).isEqualTo(clients.get(i).id().toString());
            Answer again = place(clients.get(i), i).expect(201);
            assertThat(again.body()).isEqualTo(first.body());
            assertThat(again.header("Location")).isEqualTo(first.header("Location"));
            assertThat(again.header("ETag")).isEqualTo(first.header("ETag"));
        }
        assertThat(market.sql().count("select from orders where gig_id = ?", gig.id()))
                .isEqualTo(MANY);
        assertThat(transactions()).isLessThan(MANY);
    }

    @Test
    void createGigsByFewTransactions() {
        List<Person> freelancers = people();
        List<Answer> created = Concurrently.times(MANY, i -> create(freelancers.get(i), i));
        for (int i = 0; i < MANY; i++) {
            assertThat(created.get(i).expect(201).at("title")).isEqualTo("Gig " + i);
            assertThat(create(freelancers.get(i), i).body())
                    .isEqualTo(created.get(i).body());
        }
        assertThat(transactions()).isLessThan(MANY);
    }

    @Test
    void areAnsweredEachForItself() {
        List<PlacedOrder> placed = placed();
        pay(placed.get(4), 4).expect(200);
        placed.get(4).byFreelancer("confirm-payment", Map.of()).expect(200);
        Person stranger = market.aUser("Stella Stranger");
        List<Answer> paid = Concurrently.times(MANY, i -> switch (i) {
            case 5 -> pay(placed.get(5), placed.get(5).client(), i, "paid 4");
            case 6 -> pay(placed.get(6), stranger, i, "Paid 6");
            case 7 -> pay(placed.get(7), freelancer, i, "Paid 7");
            default -> pay(placed.get(i), i);
        });
        paid.get(5).expectProblem(409, "payment_reference_used");
        paid.get(6).expect(404);
        paid.get(7).expectProblem(403, "forbidden_role");
        for (int i = 8; i < MANY; i++) {
            assertThat(paid.get(i).expect(200).at("payment_proof.proof_reference"))
                    .isEqualTo("Paid " + i);
        }
        pay(placed.get(5), placed.get(5).client(), 5, "Paid 5").expect(200);
        assertThat(market.sql().count("select from idempotency_keys where key like ? and body is null", keys + "%"))
                .as("keys without a response")
                .isZero();
        assertThat(market.sql().count("select from idempotency_keys where key like ?", keys + "%"))
                .as("keys of requests that were not refused")
                .isEqualTo(MANY - 2);
        assertThat(transactions()).isLessThan(MANY - 2);
    }

    @Test
    void doNotWaitForALockedOrder() {
        List<PlacedOrder> placed = placed();
        try (Sql other = market.database().sql()) {
            other.begin();
            other.rows(
                    "select from orders where id = ? for update",
                    placed.get(LOCKED).id());
            List<Answer> paid = Concurrently.times(MANY, i -> pay(placed.get(i), i));
            for (int i = 0; i < MANY; i++) {
                if (i == LOCKED) {
                    paid.get(i).expectProblem(503, "busy");
                } else {
                    paid.get(i).expect(200);
                }
            }
        }
        pay(placed.get(LOCKED), LOCKED).expect(200);
    }

    /** With the key of another request that is not committed yet. */
    @Test
    void doNotWaitForALockedKey() {
        KeyedWrite locked = write(freelancer, () -> Future.succeededFuture(Reply.noContent()));
        KeyedWrite free = write(market.aUser("Clara Client"), () -> Future.succeededFuture(Reply.noContent()));
        try (Sql other = market.database().sql()) {
            other.begin();
            other.rows(
                    "select pg_advisory_xact_lock(hashtextextended('idempotency key ' || ? || ' ' || ?, 0))",
                    freelancer.id().toString(),
                    keys);
            assertThat(make(locked, free)).containsOnlyKeys(free.id());
        }
    }

    @Test
    void useAKeyOnlyOnce() {
        KeyedWrite first = write(freelancer, () -> Future.succeededFuture(Reply.noContent()));
        KeyedWrite second = write(freelancer, () -> Future.succeededFuture(Reply.noContent()));
        KeyedWrite other = write(market.aUser("Clara Client"), () -> Future.succeededFuture(Reply.noContent()));
        assertThat(make(first, second, other)).containsOnlyKeys(first.id(), other.id());
    }

    @Test
    void areNotUndoneBecauseAnotherOneIsRefused() {
        AtomicInteger times = new AtomicInteger();
        KeyedWrite refused = write(freelancer, () -> {
            throw new Failure.NotFound("There is none.");
        });
        KeyedWrite allowed = write(market.aUser("Clara Client"), () -> {
            times.incrementAndGet();
            return Future.succeededFuture(Reply.noContent());
        });
        assertThat(make(refused, allowed)).containsOnlyKeys(allowed.id());
        assertThat(times).hasValue(1);
        assertThat(market.sql().count("select from idempotency_keys where key = ?", keys))
                .isEqualTo(1);
    }

    private KeyedWrite write(Person caller, Supplier<Future<Reply>> effect) {
        IdempotencyKey key = new IdempotencyKey(caller.id(), keys, Buffer.buffer());
        return new KeyedWrite(UUID.randomUUID(), key, keys, work -> effect.get());
    }

    private static Map<UUID, Reply> make(KeyedWrite... writes) {
        Vertx vertx = Vertx.vertx();
        try {
            Database database = new Database(vertx, market.database().address(), 4, 0, new SimpleMeterRegistry());
            return database.write(work -> KeyedWrites.make(work.client(), List.of(writes)))
                    .await();
        } finally {
            vertx.close().await();
        }
    }

    @Test
    void countAsOneMessageHoweverOftenTheyAreTried() {
        List<Person> senders = people();
        Person receiver = market.aUser("Rita Receiver");
        UUID used = UUID.randomUUID();
        node.api()
                .as(senders.get(0))
                .post("/messages", message(receiver, "First", used))
                .expect(201);
        List<Answer> sent = Concurrently.times(
                MANY,
                i -> withKey(senders.get(i), i)
                        .post("/messages", message(receiver, "Second", i == 0 ? used : UUID.randomUUID())));
        sent.get(0).expectProblem(409, "client_msg_id_reused");
        List<Answer> more = Concurrently.times(
                MANY * (MESSAGE_BURST - 1),
                i -> node.api().as(senders.get(i % MANY)).post("/messages", message(receiver, "More", null)));
        for (int i = 0; i < more.size(); i++) {
            if (i % MANY != 0) {
                sent.get(i % MANY).expect(201);
                more.get(i).expect(201);
            }
        }
    }

    private static Map<String, Object> message(Person receiver, String content, @Nullable UUID clientMsgId) {
        return clientMsgId == null
                ? Map.of("receiver_id", receiver.id(), "content", content)
                : Map.of("receiver_id", receiver.id(), "content", content, "client_msg_id", clientMsgId);
    }

    private ApiClient withKey(Person person, int number) {
        return node.api().as(person).with("Idempotency-Key", keys + number);
    }

    private Answer place(Person client, int number) {
        return withKey(client, number).post("/orders", Map.of("gig_id", gig.id()));
    }

    private Answer create(Person owner, int number) {
        return withKey(owner, number)
                .post(
                        "/gigs",
                        Map.of("title", "Gig " + number, "description", "A gig.", "price", "5", "delivery_days", 3));
    }

    private Answer pay(PlacedOrder order, int number) {
        return pay(order, order.client(), number, "Paid " + number);
    }

    private Answer pay(PlacedOrder order, Person person, int number, String reference) {
        return withKey(person, number)
                .patch(
                        order.path("submit-payment"),
                        Map.of("proof_reference", reference, "payer_name", "Carl Client", "amount", "49.90"));
    }

    /** How many transactions have stored the keys. */
    private long transactions() {
        return (long) Objects.requireNonNull(market.sql()
                .row(
                        "select count(distinct xmin::text) as transactions from idempotency_keys where key like ?",
                        keys + "%")
                .get("transactions"));
    }

    private List<PlacedOrder> placed() {
        return IntStream.range(0, MANY)
                .mapToObj(i -> market.anOrder().of(gig).placed())
                .toList();
    }

    private static List<Person> people() {
        return IntStream.range(0, MANY)
                .mapToObj(i -> market.aUser("Person " + i))
                .toList();
    }
}
