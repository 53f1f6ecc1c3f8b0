package dev.guildhall.realtime;

import dev.guildhall.support.Concurrently;
import dev.guildhall.support.LoadBalancer;
import dev.guildhall.support.Market;
import dev.guildhall.support.NodeProcess;
import dev.guildhall.support.Person;
import dev.guildhall.support.Sql;
import dev.guildhall.support.TestDatabase;
import dev.guildhall.support.TestSocket;
import dev.guildhall.support.TestSockets;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("so many sockets need the processors to themselves")
class IdleSocketsIT {
    private static final int PEOPLE = 750;
    private static final int OF_EACH = 20;
    private static final int AT_ONCE = 16;
    private static final int MANY_AT_ONCE = 8_000;

    /** 34 kB for each socket, if the node needed memory for nothing else. */
    private static final List<String> MEMORY =
            List.of("-Xmx512m", "-XX:MaxDirectMemorySize=128m", "-XX:+ExitOnOutOfMemoryError");

    private final ConcurrentLinkedQueue<TestSocket> devices = new ConcurrentLinkedQueue<>();

    @AutoClose
    private final TestDatabase database = TestDatabase.fresh();

    @AutoClose
    private final Sql sql = database.sql();

    /** Without a closing handshake, since ports that were closed with one stay in use for a minute. */
    @AfterEach
    void disconnect() {
        devices.forEach(TestSocket::reset);
    }

    @Tag("RT-16")
    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void deliversToEachOfFifteenThousandSockets() throws Exception {
        int port = LoadBalancer.freePort();
        try (NodeProcess node = NodeProcess.with(MEMORY, database, port)) {
            node.awaitListening();
            Market market = Market.of(sql);
            TestSockets sockets = TestSockets.at(port);
            List<Person> people = IntStream.range(0, PEOPLE)
                    .mapToObj(n -> market.aUser("Person " + n))
                    .toList();
            // In parallel, since each waits for its hello.
            Concurrently.times(AT_ONCE, first -> {
                for (int i = first; i < PEOPLE * OF_EACH; i += AT_ONCE) {
                    devices.add(sockets.open(people.get(i % PEOPLE)));
                }
                return null;
            });
            List<TestSocket> idle = List.copyOf(devices);

            TestSocket writer = sockets.open(market.aUser("Wanda"));
            devices.add(writer);
            for (Person person : people) {
                writer.sendMessage(person, "Still there?");
                writer.await("message.ack");
            }
            idle.forEach(device -> device.await("message.new"));
        }
    }

    @Tag("RT-20")
    @Test
    @Timeout(value = 1, unit = TimeUnit.MINUTES)
    void greetsAllClientsThatConnectAtTheSameMoment() throws Exception {
        int port = LoadBalancer.freePort();
        try (NodeProcess node = NodeProcess.with(MEMORY, database, port)) {
            node.awaitListening();
            Market market = Market.of(sql);
            List<Person> people = IntStream.range(0, MANY_AT_ONCE / OF_EACH)
                    .mapToObj(n -> market.aUser("Person " + n))
                    .toList();
            devices.addAll(TestSockets.at(port)
                    .openTogether(IntStream.range(0, MANY_AT_ONCE)
                            .mapToObj(n -> people.get(n % people.size()))
                            .toList()));
        }
    }
}
