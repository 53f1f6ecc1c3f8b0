package dev.guildhall.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.guildhall.support.Answer;
import dev.guildhall.support.ApiClient;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.RecordingProxy;
import dev.guildhall.support.Server;
import dev.guildhall.support.Sql;
import dev.guildhall.support.TestDatabase;
import dev.guildhall.support.TestGig;
import dev.guildhall.support.TestSocket;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What an operation costs apart from time, which depends on the machine: the memory that it allocates on the event loops, what it writes to
 * the WAL, and what it asks PostgreSQL to run and to plan.
 */
@Tag("OPS-28")
@Isolated("Counts what all event loops of this JVM allocate, and the WAL of all databases")
class CostsIT {
    @AutoClose
    private static final TestDatabase database = TestDatabase.fresh();

    @AutoClose
    private static final Sql sql = database.sql();

    @AutoClose
    private static final RecordingProxy proxy = RecordingProxy.to(database.address());

    @AutoClose
    private static final Server server =
            Server.on(proxy.address(), Map.of("MESSAGE_RATE", "0", "CLUSTER", "off", "SAFETY_NET_INTERVAL", "60s"));

    private static final Market market = Market.of(server, sql);

    private static final int WARM_UP = 400;
    /** The cheapest batch counts: something else may be going on during the others. */
    private static final int BATCHES = 6;

    private static final int BATCH = 25;
    private static final int REQUESTS = WARM_UP + BATCHES * BATCH;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /**
     * With the highest cost that is accepted: of memory a third above that of today, of WAL so little above it that a row of one more index
     * is noticed. A statement is planned when it is prepared, and again only if it has to be prepared again. Who raises one of these
     * says why in the commit.
     */
    enum Operation {
        //                      KiB allocated, bytes of WAL, round trips, statements planned
        GET_ME(14, 0, 1, 0),
        GET_A_GIG(24, 0, 1, 0),
        GET_A_PAGE_OF_GIGS(120, 0, 1, 0),
        // Finds less than a page, and so looks for words that differ by one letter and by two.
        SEARCH_GIGS(38, 0, 3, 0),
        GET_A_CONVERSATION(70, 0, 1, 0),
        GET_CONVERSATIONS(88, 0, 1, 0),
        GET_A_PAGE_OF_ORDERS(257, 0, 1, 0),
        CREATE_A_GIG(38, 1_020, 1, 0),
        PLACE_AN_ORDER(42, 1_600, 1, 0),
        PLACE_AN_ORDER_WITH_A_KEY(110, 3_590, 5, 0),
        SEND_A_MESSAGE(40, 740, 1, 0),
        SEND_A_MESSAGE_BY_SOCKET(22, 740, 1, 0),
        SUBMIT_A_PAYMENT(50, 1_715, 1, 0);

        private final long maxKib;
        private final long maxWalBytes;
        private final long maxRoundTrips;
        private final long maxPlanned;

        Operation(long maxKib, long maxWalBytes, long maxRoundTrips, long maxPlanned) {
            this.maxKib = maxKib;
            this.maxWalBytes = maxWalBytes;
            this.maxRoundTrips = maxRoundTrips;
            this.maxPlanned = maxPlanned;
        }
    }

    private final TestGig gig = market.aGig().create();
    private final Person client = market.aUser("Carl");
    private final ApiClient api = market.api().as(client);
    private final Deque<PlacedOrder> unpaid = new ArrayDeque<>();

    @AutoClose
    private final TestSocket socket = server.sockets().open(client);

    @ParameterizedTest
    @EnumSource
    void doesNotCostMoreThanIsAccepted(Operation operation) {
        prepare(operation);
        repeat(WARM_UP, i -> run(operation));
        long kib = Long.MAX_VALUE;
        long wal = Long.MAX_VALUE;
        long roundTrips = Long.MAX_VALUE;
        long planned = Long.MAX_VALUE;
        for (int batch = 0; batch < BATCHES; batch++) {
            proxy.clear();
            long bytesBefore = allocatedBytes();
            long walBefore = walBytes();
            repeat(BATCH, i -> run(operation));
            kib = Math.min(kib, (allocatedBytes() - bytesBefore) / BATCH / 1024);
            wal = Math.min(wal, (walBytes() - walBefore) / BATCH);
            roundTrips = Math.min(roundTrips, proxy.statementsOfRequests().size());
            planned = Math.min(planned, proxy.prepared().size());
        }
        assertThat(kib).as("KiB that are allocated by %s", operation).isLessThanOrEqualTo(operation.maxKib);
        assertThat(wal).as("bytes of WAL that are written by %s", operation).isLessThanOrEqualTo(operation.maxWalBytes);
        assertThat(roundTrips)
                .as("statements that are sent for %s %s times", operation, BATCH)
                .isLessThanOrEqualTo(BATCH * operation.maxRoundTrips);
        assertThat(planned)
                .as("statements that are planned for %s %s times", operation, BATCH)
                .isLessThanOrEqualTo(BATCH * operation.maxPlanned);
    }

    private void prepare(Operation operation) {
        switch (operation) {
            case GET_A_PAGE_OF_GIGS, SEARCH_GIGS ->
                repeat(20, i -> market.aGig().create());
            case GET_A_CONVERSATION -> repeat(50, i -> run(Operation.SEND_A_MESSAGE));
            case GET_CONVERSATIONS -> repeat(20, i -> message(market.aUser("Dora")));
            case GET_A_PAGE_OF_ORDERS -> repeat(20, i -> run(Operation.PLACE_AN_ORDER));
            case SUBMIT_A_PAYMENT ->
                repeat(REQUESTS, i -> unpaid.add(market.anOrder().placed()));
            default -> {}
        }
    }

    private static void repeat(int times, IntConsumer action) {
        IntStream.range(0, times).forEach(action);
    }

    private void run(Operation operation) {
        Answer answer = switch (operation) {
            case GET_ME -> api.get("/me");
            case GET_A_GIG -> api.get("/gigs/" + gig.id());
            case GET_A_PAGE_OF_GIGS -> api.get("/gigs?limit=20");
            case SEARCH_GIGS -> api.get("/gigs?limit=20&q=crest");
            case GET_A_CONVERSATION -> api.get("/messages/" + gig.freelancer().id());
            case GET_CONVERSATIONS -> api.get("/conversations?limit=20");
            case GET_A_PAGE_OF_ORDERS -> api.get("/orders?limit=20");
            case CREATE_A_GIG ->
                api.post(
                        "/gigs",
                        Map.of("title", "A crest", "description", "Drawn.", "price", "49.90", "delivery_days", 3));
            case PLACE_AN_ORDER -> api.post("/orders", Map.of("gig_id", gig.id()));
            case PLACE_AN_ORDER_WITH_A_KEY ->
                api.with("Idempotency-Key", UUID.randomUUID().toString()).post("/orders", Map.of("gig_id", gig.id()));
            case SEND_A_MESSAGE -> message(gig.freelancer());
            case SEND_A_MESSAGE_BY_SOCKET -> {
                socket.sendMessage(gig.freelancer(), "When will it be done?").await("message.ack");
                yield null;
            }
            case SUBMIT_A_PAYMENT -> unpaid.remove().byClient("submit-payment", PlacedOrder.aProof());
        };
        if (answer != null) {
            assertThat(answer.status()).isIn(200, 201);
        }
    }

    private Answer message(Person receiver) {
        return api.post("/messages", Map.of("receiver_id", receiver.id(), "content", "When will it be done?"));
    }

    private static long allocatedBytes() {
        long[] ids = Stream.of(Objects.requireNonNull(THREADS.getThreadInfo(THREADS.getAllThreadIds())))
                .filter(thread -> thread != null && thread.getThreadName().startsWith("vert.x-eventloop"))
                .mapToLong(thread -> thread.getThreadId())
                .toArray();
        return IntStream.range(0, ids.length)
                .mapToLong(i -> THREADS.getThreadAllocatedBytes(ids[i]))
                .sum();
    }

    private static long walBytes() {
        return ((Number) Objects.requireNonNull(sql.row("select (pg_current_wal_insert_lsn() - '0/0')::bigint as bytes")
                        .get("bytes")))
                .longValue();
    }
}
