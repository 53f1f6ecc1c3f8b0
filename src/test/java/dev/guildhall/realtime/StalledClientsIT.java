package dev.guildhall.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.ApiClient;
import dev.guildhall.support.Concurrently;
import dev.guildhall.support.LoadBalancer;
import dev.guildhall.support.Market;
import dev.guildhall.support.NodeProcess;
import dev.guildhall.support.Person;
import dev.guildhall.support.Sql;
import dev.guildhall.support.TestDatabase;
import dev.guildhall.support.TestSocket;
import dev.guildhall.support.TestSockets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("so many sockets need the processors to themselves")
class StalledClientsIT {
    private static final int PEOPLE = 50;
    private static final int OF_EACH = 20;
    private static final int WRITERS = 3;
    private static final Duration MAX_WAIT = Duration.ofSeconds(60);

    private final ConcurrentLinkedQueue<TestSocket> stalled = new ConcurrentLinkedQueue<>();

    @AutoClose
    private final TestDatabase database = TestDatabase.fresh();

    @AutoClose
    private final Sql sql = database.sql();

    private final Market market = Market.of(sql);
    private final List<Person> people = IntStream.range(0, PEOPLE)
            .mapToObj(n -> market.aUser("Person " + n))
            .toList();

    @AfterEach
    void disconnect() {
        stalled.forEach(TestSocket::reset);
    }

    @Test
    @Tag("RT-11")
    void aThousandAreClosedInLittleMemoryWithoutDelayingTheOthers() throws Exception {
        int port = LoadBalancer.freePort();
        int metricsPort = LoadBalancer.freePort();
        Map<String, String> measured = Map.of("METRICS_PORT", String.valueOf(metricsPort));
        try (NodeProcess node = NodeProcess.on(database, port, measured)) {
            node.awaitListening();
            TestSockets sockets = TestSockets.at(port);
            Concurrently.times(
                    OF_EACH,
                    i -> people.stream()
                            .map(sockets::connectWithSmallBuffer)
                            .map(stalled::add)
                            .toList());

            ApiClient api = new ApiClient(metricsPort);
            AtomicBoolean isDone = new AtomicBoolean();
            List<Duration> waits = Concurrently.times(WRITERS + 1, i -> {
                        try {
                            return i == WRITERS ? chat(sockets, isDone) : write(sockets, i, api, isDone);
                        } finally {
                            isDone.set(true);
                        }
                    })
                    .get(WRITERS);

            assertThat(metric(api, "chat_closes_total{code=\"4408\"}")).isEqualTo(PEOPLE * OF_EACH);
            waits.sort(null);
            assertThat(waits.get(waits.size() * 99 / 100)).isLessThan(Duration.ofSeconds(1));
        }
    }

    /** Writes to all of them in turn until none is connected. */
    private List<Duration> write(TestSockets sockets, int first, ApiClient api, AtomicBoolean isDone) {
        String long4000 = "€".repeat(4_000);
        long start = System.nanoTime();
        try (TestSocket writer = sockets.open(market.aUser("Writer"))) {
            for (int i = first; !isDone.get(); i++) {
                writer.sendMessage(people.get(i % PEOPLE), long4000);
                writer.await("message.ack");
                if (i % 100 == 0 && metric(api, "chat_sockets") < OF_EACH) {
                    isDone.set(true);
                }
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(MAX_WAIT);
            }
        }
        return List.of();
    }

    private static int metric(ApiClient api, String name) {
        return api.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToInt(line -> (int) Double.parseDouble(line.substring(name.length())))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name));
    }

    /** How long each message took from one of two others to the other, while they write as fast as they can. */
    private List<Duration> chat(TestSockets sockets, AtomicBoolean isDone) {
        List<Duration> waits = new ArrayList<>();
        Person bert = market.aUser("Bert");
        try (TestSocket anna = sockets.open(market.aUser("Anna"));
                TestSocket berts = sockets.open(bert)) {
            while (!isDone.get()) {
                long sent = System.nanoTime();
                anna.sendMessage(bert, "Are you there?");
                berts.await("message.new");
                waits.add(Duration.ofNanos(System.nanoTime() - sent));
                anna.await("message.ack");
            }
        }
        return waits;
    }
}
