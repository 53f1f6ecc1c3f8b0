package dev.guildhall.faults;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guildhall.postgres.KillablePostgres;
import dev.guildhall.support.LoadBalancer;
import dev.guildhall.support.Market;
import dev.guildhall.support.NodeProcess;
import dev.guildhall.support.Person;
import dev.guildhall.support.Sql;
import dev.guildhall.support.TestSocket;
import dev.guildhall.support.TestSockets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Three nodes, started in the same second on an empty database behind the HAProxy that is shipped, under load from outside while they
 * and their PostgreSQL fail. {@code -Dfaults.plan=kill,pause,rolling,database} has it do other things than by default, and
 * {@code -Dfaults.people=40} with others.
 */
@Isolated("three nodes and a crowd need the processors to themselves")
class FaultsIT {
    private static final String PLAN = System.getProperty("faults.plan", "kill,pause,database,rolling");
    private static final int PEOPLE = Integer.getInteger("faults.people", 20);
    private static final int TRADES = Integer.getInteger("faults.trades", 4);
    /** So long that nothing but the bridge can be what is heard in time. */
    private static final String NET = System.getProperty("faults.net", "60s");

    private static final long PAUSE_MS = Long.getLong("faults.pause", 15_000);
    private static final Duration WELL_UNDER = Duration.ofMillis(500);
    private static final int ATTEMPTS = 20;

    private final LoadRun course = new LoadRun();
    private final List<NodeProcess> nodes = new ArrayList<>();
    private KillablePostgres postgres;
    private LoadBalancer balancer;

    @BeforeEach
    void start() throws Exception {
        postgres = KillablePostgres.start(Path.of("target", "faults-postgres"));
        for (int i = 0; i < 3; i++) {
            nodes.add(NodeProcess.on(postgres.address(), LoadBalancer.freePort(), Map.of("SAFETY_NET_INTERVAL", NET)));
        }
        nodes.forEach(NodeProcess::awaitListening);
        balancer = LoadBalancer.before(nodes);
    }

    @AfterEach
    void stop() throws Exception {
        nodes.forEach(NodeProcess::close);
        if (balancer != null) {
            balancer.close();
        }
        postgres.close();
    }

    @Test
    @Tag("NODE-1")
    @Tag("NODE-2")
    @Tag("NODE-3")
    @Tag("NODE-4")
    @Tag("NODE-7")
    @Tag("RT-1")
    @Tag("MSG-6")
    @Tag("OPS-3")
    @Timeout(value = 4, unit = TimeUnit.MINUTES)
    void keepsItsBooksAndDeafensNobodyWhateverFails() throws Exception {
        Ledger ledger = new Ledger(course);
        Market market;
        Crowd crowd;
        try (Sql sql = new Sql(postgres.address())) {
            market = Market.of(sql);
            crowd = new Crowd(course, ledger, market, balancer, PEOPLE, TRADES);
        }
        try (crowd) {
            course.awaitEffects(200);
            nobodyIsDeaf();
            for (String fault : PLAN.split(",")) {
                course.enter(fault);
                suffer(fault);
                course.awaitEffects(200);
                nobodyIsDeaf();
            }
            course.enter("settling");
            crowd.calmDown();
            try (Sql sql = new Sql(postgres.address())) {
                ConsistencyCheck books = new ConsistencyCheck(ledger, sql, balancer.api());
                books.checkMessages();
                books.checkOrders();
                everybodySeesAll(crowd, books);
                crowd.talkers().forEach(books::checkWhatIsSeenBy);
            }
        } finally {
            Files.writeString(Path.of("target", "faults.txt"), course.tally() + System.lineSeparator());
        }
    }

    private void suffer(String fault) throws Exception {
        switch (fault) {
            case "calm" -> course.awaitEffects(500);
            case "kill" -> {
                nodes.get(0).kill();
                course.awaitEffects(100);
                nodes.get(0).startAgain();
            }
            case "pause" -> {
                nodes.get(1).signal("STOP");
                course.pause(PAUSE_MS);
                nodes.get(1).signal("CONT");
            }
            case "rolling" -> {
                for (NodeProcess node : nodes) {
                    node.stop();
                    course.awaitEffects(50);
                    node.startAgain();
                    course.awaitEffects(50);
                }
            }
            case "database" -> {
                postgres.stop();
                postgres.startAgain();
            }
            case "crash" -> {
                postgres.kill();
                course.pause(2_000);
                postgres.startAgain();
            }
            case "twokills" -> {
                nodes.get(1).kill();
                nodes.get(2).kill();
                course.awaitEffects(100);
                nodes.get(1).startAgain();
                nodes.get(2).startAgain();
            }
            case "pausedatabase" -> {
                nodes.get(2).signal("STOP");
                course.awaitEffects(20);
                postgres.stop();
                postgres.startAgain();
                course.pause(PAUSE_MS);
                nodes.get(2).signal("CONT");
            }
            case "pausekill" -> {
                nodes.get(2).signal("STOP");
                course.pause(PAUSE_MS);
                nodes.get(2).kill();
                nodes.get(2).startAgain();
            }
            case "allpaused" -> {
                for (NodeProcess node : nodes) {
                    node.signal("STOP");
                }
                course.pause(PAUSE_MS);
                for (NodeProcess node : nodes) {
                    node.signal("CONT");
                }
            }
            default -> throw new IllegalArgumentException(fault);
        }
    }

    /** What one node says is heard on every other at once. */
    private void nobodyIsDeaf() throws Exception {
        try (Sql sql = new Sql(postgres.address())) {
            Market market = Market.of(sql);
            for (NodeProcess from : nodes) {
                for (NodeProcess to : nodes) {
                    if (from != to) {
                        hears(from, to, market.aUser("Anna"), market.aUser("Bert"));
                    }
                }
            }
        }
    }

    private void hears(NodeProcess from, NodeProcess to, Person anna, Person bert) {
        try (TestSocket sender = TestSockets.at(from.port()).open(anna);
                TestSocket receiver = TestSockets.at(to.port()).open(bert)) {
            for (int i = 0; i < ATTEMPTS; i++) {
                sender.sendTo(bert, "m" + i).await("message.ack");
                String content = "m" + i;
                Predicate<JsonNode> isIt =
                        frame -> frame.at("/message/content").asText().equals(content);
                if (receiver.await(isIt, WELL_UNDER) != null) {
                    return;
                }
            }
        }
        throw new AssertionError("nothing said on node " + nodes.indexOf(from) + " is heard on " + nodes.indexOf(to));
    }

    /** By what is pushed to them, and where a node died before it could tell of something, once they look again. */
    private void everybodySeesAll(Crowd crowd, ConsistencyCheck books) {
        if (!course.isReached(5, () -> crowd.talkers().stream().allMatch(talker -> seesAll(talker, books)))) {
            course.count("not seen until looked for");
            crowd.talkers().forEach(ChatLoad::lookAgain);
        }
        course.await(
                "somebody has not seen all",
                20,
                () -> crowd.talkers().stream().allMatch(talker -> seesAll(talker, books)));
    }

    private static boolean seesAll(ChatLoad talker, ConsistencyCheck books) {
        return books.ends(talker.person()).entrySet().stream()
                .allMatch(end -> talker.seen(end.getKey()) == end.getValue());
    }
}
