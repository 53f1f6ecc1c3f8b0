package dev.guildhall.app;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.guildhall.postgres.KillablePostgres;
import dev.guildhall.support.ApiClient;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.RecordingProxy;
import dev.guildhall.support.Server;
import dev.guildhall.support.Sql;
import dev.guildhall.support.TestGig;
import dev.guildhall.support.TestSocket;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What an operation costs apart from time, which depends on the machine. It is measured when it is warm: the JVM has compiled it, and
 * each connection has planned its statements. It has a PostgreSQL of its own, since what is written differs between versions.
 */
@Tag("OPS-28")
@Isolated("Counts what all event loops of this JVM allocate")
class CostsIT {
    private static final int WARM_UP = 400;
    /** The cheapest batch counts: something else may be going on during the others. */
    private static final int BATCHES = 6;

    private static final int BATCH = 25;
    private static final int REQUESTS = WARM_UP + BATCHES * BATCH;
    private static final int PAGE = 20;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @AutoClose
    private static KillablePostgres postgres;

    /** Of the superuser, since others may not read the WAL. */
    @AutoClose
    private static Sql admin;

    @AutoClose
    private static Sql sql;

    @AutoClose
    private static RecordingProxy proxy;

    @AutoClose
    private static Server server;

    private static Market market;

    private TestGig gig;
    private Person client;
    private ApiClient api;
    private final Deque<PlacedOrder> unpaid = new ArrayDeque<>();
    private final List<TestSocket> sockets = new ArrayList<>();

    enum Operation {
        GET_ME,
        GET_A_GIG,
        GET_A_PAGE_OF_GIGS,
        SEARCH_GIGS,
        GET_MY_ORDERS,
        GET_MY_CONVERSATIONS,
        GET_A_CONVERSATION,
        OPEN_A_SOCKET,
        CREATE_A_GIG,
        PLACE_AN_ORDER,
        PLACE_AN_ORDER_WITH_A_KEY,
        SUBMIT_A_PAYMENT,
        SEND_A_MESSAGE,
        SEND_A_MESSAGE_BY_SOCKET
    }

    @BeforeAll
    static void start() throws IOException {
        postgres = KillablePostgres.start(Path.of("target", "costs-postgres"));
        String database = postgres.address().database();
        admin = postgres.admin();
        admin.update("create extension if not exists pg_walinspect");
        // PostgreSQL tells its client each time that it plans, and the proxy counts that.
        admin.update("alter database " + database + " set log_planner_stats = on");
        admin.update("alter database " + database + " set client_min_messages = log");
        admin.update("alter database " + database + " set synchronous_commit = off");
        proxy = RecordingProxy.to(postgres.address());
        server = Server.on(proxy.address(), Map.of("MESSAGE_RATE", "0"));
        assertThat(proxy.plans())
                .as("plans of the start of a node; with none, plans would not be counted")
                .isPositive();
        sql = new Sql(postgres.address());
        market = Market.of(server, sql);
    }

    @BeforeEach
    void createAGigAndAClient() {
        gig = market.aGig().create();
        client = market.aUser("Carl");
        api = market.api().as(client);
    }

    @AfterEach
    void close() {
        sockets.forEach(TestSocket::close);
    }

    /**
     * The highest costs that are accepted. Counts are those of today, bytes of WAL a tenth more, KiB up to a third more. Who raises
     * one of them says why in the commit, and who lowers a cost lowers it here.
     *
     * <ul>
     *   <li>round trips: statements that are sent to PostgreSQL, and statements that are prepared. With a key, a transaction needs
     *       five.
     *   <li>plans: how often PostgreSQL plans, be it a statement of ours or one in a function or a trigger. Only a search is planned
     *       for its values: once to estimate, and once more to collect what is rare.
     *   <li>index writes: records of indexes in the WAL. A new row writes one for each index of its table, a changed row only if the
     *       change is not HOT.
     *   <li>WAL bytes: whatever PostgreSQL writes to the WAL.
     *   <li>KiB: what the event loops of the node allocate.
     * </ul>
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            operation                 | round trips | plans | index writes | WAL bytes | KiB
            GET_ME                    |           1 |     0 |            0 |         0 |  14
            GET_A_GIG                 |           1 |     0 |            0 |         0 |  17
            GET_A_PAGE_OF_GIGS        |           1 |     0 |            0 |         0 | 120
            SEARCH_GIGS               |           1 |     2 |            0 |         0 | 115
            GET_MY_ORDERS             |           1 |     0 |            0 |         0 | 255
            GET_MY_CONVERSATIONS      |           1 |     0 |            0 |         0 |  73
            GET_A_CONVERSATION        |           1 |     0 |            0 |         0 |  56
            OPEN_A_SOCKET             |           1 |     0 |            0 |         0 |  50
            CREATE_A_GIG              |           1 |     0 |            7 |      1070 |  35
            PLACE_AN_ORDER            |           1 |     0 |            8 |      1700 |  38
            PLACE_AN_ORDER_WITH_A_KEY |           5 |     0 |           10 |      3880 | 106
            SUBMIT_A_PAYMENT          |           1 |     0 |            6 |      1820 |  50
            SEND_A_MESSAGE            |           1 |     0 |            3 |       765 |  25
            SEND_A_MESSAGE_BY_SOCKET  |           1 |     0 |            3 |       770 |  25
            """)
    void costsNoMoreThanIsAccepted(
            Operation operation, long roundTrips, long plans, long indexWrites, long walBytes, long kib) {
        prepare(operation);
        repeat(WARM_UP, operation);
        Costs costs = Stream.generate(() -> ofABatch(operation))
                .limit(BATCHES)
                .reduce(Costs::least)
                .orElseThrow();
        SoftAssertions.assertSoftly(softly -> {
            softly.assertThat(costs.roundTrips).as("round trips").isLessThanOrEqualTo(roundTrips);
            softly.assertThat(costs.plans).as("plans").isLessThanOrEqualTo(plans);
            softly.assertThat(costs.indexWrites).as("index writes").isLessThanOrEqualTo(indexWrites);
            softly.assertThat(costs.walBytes).as("WAL bytes").isLessThanOrEqualTo(walBytes);
            softly.assertThat(costs.kib).as("KiB").isLessThanOrEqualTo(kib);
        });
    }

    private void prepare(Operation operation) {
        switch (operation) {
            case GET_A_PAGE_OF_GIGS -> repeat(PAGE, () -> market.aGig().create());
            case SEARCH_GIGS ->
                repeat(PAGE, () -> market.aGig().titled("A lion rampant").create());
            case GET_MY_ORDERS -> repeat(PAGE, Operation.PLACE_AN_ORDER);
            case GET_MY_CONVERSATIONS -> repeat(PAGE, () -> sendAMessageTo(market.aUser("Frida")));
            case GET_A_CONVERSATION -> repeat(50, Operation.SEND_A_MESSAGE);
            case SUBMIT_A_PAYMENT ->
                repeat(REQUESTS, () -> unpaid.add(market.anOrder().placed()));
            case SEND_A_MESSAGE_BY_SOCKET -> {
                sockets.add(market.sockets().open(client));
                sockets.add(market.sockets().open(gig.freelancer()));
            }
            default -> {}
        }
    }

    private void run(Operation operation) {
        switch (operation) {
            case GET_ME -> api.get("/me").expect(200);
            case GET_A_GIG -> api.get("/gigs/" + gig.id()).expect(200);
            case GET_A_PAGE_OF_GIGS -> getAPage("/gigs?limit=" + PAGE);
            case SEARCH_GIGS -> getAPage("/gigs?q=lion+rampant&limit=" + PAGE);
            case GET_MY_ORDERS -> getAPage("/orders?limit=" + PAGE);
            case GET_MY_CONVERSATIONS -> getAPage("/conversations?limit=" + PAGE);
            case GET_A_CONVERSATION ->
                api.get("/messages/" + gig.freelancer().id()).expect(200);
            case OPEN_A_SOCKET -> market.sockets().open(client).close();
            case CREATE_A_GIG ->
                api.post(
                                "/gigs",
                                Map.of(
                                        "title", "A crest",
                                        "description", "Drawn.",
                                        "price", "49.90",
                                        "delivery_days", 3))
                        .expect(201);
            case PLACE_AN_ORDER -> placeAnOrder(api);
            case PLACE_AN_ORDER_WITH_A_KEY ->
                placeAnOrder(api.with("Idempotency-Key", UUID.randomUUID().toString()));
            case SUBMIT_A_PAYMENT ->
                unpaid.remove().byClient("submit-payment", PlacedOrder.aProof()).expect(200);
            case SEND_A_MESSAGE -> sendAMessageTo(gig.freelancer());
            case SEND_A_MESSAGE_BY_SOCKET -> {
                sockets.get(0).sendMessage(gig.freelancer(), "When will it be done?");
                sockets.get(0).await("message.ack");
                sockets.get(1).await("message.new");
            }
        }
    }

    private void getAPage(String path) {
        assertThat(api.get(path).expect(200).items()).as(path).hasSize(PAGE);
    }

    private void placeAnOrder(ApiClient caller) {
        caller.post("/orders", Map.of("gig_id", gig.id())).expect(201);
    }

    private void sendAMessageTo(Person receiver) {
        api.post("/messages", Map.of("receiver_id", receiver.id(), "content", "When will it be done?"))
                .expect(201);
    }

    private void repeat(int times, Operation operation) {
        repeat(times, () -> run(operation));
    }

    private static void repeat(int times, Runnable body) {
        IntStream.range(0, times).forEach(i -> body.run());
    }

    /** Rounded down, so that what happens by the clock, less than once for each operation, does not count. */
    private Costs ofABatch(Operation operation) {
        proxy.clear();
        String start = walPosition();
        long bytesBefore = allocatedBytes();
        repeat(BATCH, operation);
        long bytes = allocatedBytes() - bytesBefore;
        int roundTrips = proxy.statements().size() + proxy.prepared().size();
        long plans = proxy.plans();
        String end = walPosition();
        return new Costs(
                roundTrips / BATCH,
                plans / BATCH,
                indexWrites(start, end) / BATCH,
                walBytes(start, end) / BATCH,
                bytes / BATCH / 1024);
    }

    private static long allocatedBytes() {
        long[] ids = Stream.of(requireNonNull(THREADS.getThreadInfo(THREADS.getAllThreadIds())))
                .filter(thread -> thread != null && thread.getThreadName().startsWith("vert.x-eventloop"))
                .mapToLong(thread -> thread.getThreadId())
                .toArray();
        return IntStream.range(0, ids.length)
                .mapToLong(i -> THREADS.getThreadAllocatedBytes(ids[i]))
                .sum();
    }

    private static String walPosition() {
        return String.valueOf(admin.row("select pg_current_wal_insert_lsn()::text as position")
                .get("position"));
    }

    private static long walBytes(String start, String end) {
        return number("select (?::pg_lsn - ?::pg_lsn)::bigint as number", end, start);
    }

    private static long indexWrites(String start, String end) {
        // Only what has been flushed can be read, and a commit flushes what was written before it.
        admin.rows("select pg_logical_emit_message(true, 'flush', '')");
        return number("""
                select coalesce(sum(count), 0)::bigint as number from pg_get_wal_stats(?::pg_lsn, ?::pg_lsn)
                where "resource_manager/record_type" in ('Btree', 'Gin', 'Gist', 'Hash', 'SPGist', 'BRIN')
                """, start, end);
    }

    private static long number(String query, Object... parameters) {
        return ((Number) requireNonNull(admin.row(query, parameters).get("number"))).longValue();
    }

    private record Costs(long roundTrips, long plans, long indexWrites, long walBytes, long kib) {
        private static Costs least(Costs one, Costs other) {
            return new Costs(
                    Math.min(one.roundTrips, other.roundTrips),
                    Math.min(one.plans, other.plans),
                    Math.min(one.indexWrites, other.indexWrites),
                    Math.min(one.walBytes, other.walBytes),
                    Math.min(one.kib, other.kib));
        }
    }
}
