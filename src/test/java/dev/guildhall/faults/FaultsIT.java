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
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Three nodes, started together on an empty database behind HAProxy with the configuration in {@code docs/deploy}, under load
 * while they and their PostgreSQL fail. {@code -Dfaults.plan=kill,pause,rolling,database} chooses the faults, and
 * {@code -Dfaults.people=40} the number of users.
 */
@Isolated("three nodes and their load need all processors")
@EnabledIf("dev.guildhall.support.LoadBalancer#isInstalled")
class FaultsIT {
    private static final String PLAN = System.getProperty("faults.plan", "kill,pause,database,rolling");
    private static final int PEOPLE = Integer.getInteger("faults.people", 20);
    private static final int TRADES = Integer.getInteger("faults.trades", 4);
    /** So long that only the bridge between the nodes can deliver a message within {@link #DELIVERY_TIMEOUT}. */
    private static final String SAFETY_NET_INTERVAL = System.getProperty("faults.net", "60s");

    private static final long PAUSE_MS = Long.getLong("faults.pause", 15_000);
    private static final Duration DELIVERY_TIMEOUT = Duration.ofMillis(500);
    private static final int ATTEMPTS = 20;

    private final LoadRun run = new LoadRun();
    private final List<NodeProcess> nodes = new ArrayList<>();
    private KillablePostgres postgres;
    private LoadBalancer balancer;

    @BeforeEach
    void start() throws Exception {
        postgres = KillablePostgres.start(Path.of("target", "faults-postgres"));
        for (int i = 0; i < 3; i++) {
            nodes.add(NodeProcess.on(
                    postgres.address(), LoadBalancer.freePort(), Map.of("SAFETY_NET_INTERVAL", SAFETY_NET_INTERVAL)));
        }
        nodes.forEach(NodeProcess::awaitListening);
        balancer = LoadBalancer.inFrontOf(nodes);
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
    void losesNoAcknowledgedWriteAndStillDeliversAfterEachFault() throws Exception {
        Ledger ledger = new Ledger(run);
        Market market;
        LoadUsers users;
        try (Sql sql = new Sql(postgres.address())) {
            market = Market.of(sql);
            users = new LoadUsers(run, ledger, market, balancer, PEOPLE, TRADES);
        }
        try (users) {
            run.awaitWrites(200);
            checkDeliveryBetweenNodes();
            for (String fault : PLAN.split(",")) {
                run.startPhase(fault);
                inject(fault);
                run.awaitWrites(200);
                checkDeliveryBetweenNodes();
            }
            run.startPhase("settling");
            users.finishWriting();
            try (Sql sql = new Sql(postgres.address())) {
                ConsistencyCheck check = new ConsistencyCheck(ledger, sql, balancer.api());
                check.checkMessages();
                check.checkOrders();
                awaitAllReceived(users, check);
                users.chats().forEach(check::checkConversationsOf);
            }
        } finally {
            Files.writeString(Path.of("target", "faults.txt"), run.counts() + System.lineSeparator());
        }
    }

    private void inject(String fault) throws Exception {
        switch (fault) {
            case "calm" -> run.awaitWrites(500);
            case "kill" -> {
                nodes.get(0).kill();
                run.awaitWrites(100);
                nodes.get(0).restart();
            }
            case "pause" -> {
                nodes.get(1).signal("STOP");
                run.pause(PAUSE_MS);
                nodes.get(1).signal("CONT");
            }
            case "rolling" -> {
                for (NodeProcess node : nodes) {
                    node.stop();
                    run.awaitWrites(50);
                    node.restart();
                    run.awaitWrites(50);
                }
            }
            case "database" -> {
                postgres.stop();
                postgres.restart();
            }
            case "crash" -> {
                postgres.kill();
                run.pause(2_000);
                postgres.restart();
            }
            case "twokills" -> {
                nodes.get(1).kill();
                nodes.get(2).kill();
                run.awaitWrites(100);
                nodes.get(1).restart();
                nodes.get(2).restart();
            }
            case "pausedatabase" -> {
                nodes.get(2).signal("STOP");
                run.awaitWrites(20);
                postgres.stop();
                postgres.restart();
                run.pause(PAUSE_MS);
                nodes.get(2).signal("CONT");
            }
            case "pausekill" -> {
                nodes.get(2).signal("STOP");
                run.pause(PAUSE_MS);
                nodes.get(2).kill();
                nodes.get(2).restart();
            }
            case "allpaused" -> {
                for (NodeProcess node : nodes) {
                    node.signal("STOP");
                }
                run.pause(PAUSE_MS);
                for (NodeProcess node : nodes) {
                    node.signal("CONT");
                }
            }
            default -> throw new IllegalArgumentException(fault);
        }
    }

    /** Checks that what is sent on each node is delivered on every other node at once. */
    private void checkDeliveryBetweenNodes() throws Exception {
        try (Sql sql = new Sql(postgres.address())) {
            Market market = Market.of(sql);
            for (NodeProcess from : nodes) {
                for (NodeProcess to : nodes) {
                    if (from != to) {
                        checkDelivery(from, to, market.aUser("Anna"), market.aUser("Bert"));
                    }
                }
            }
        }
    }

    private void checkDelivery(NodeProcess from, NodeProcess to, Person anna, Person bert) {
        try (TestSocket sender = TestSockets.at(from.port()).open(anna);
                TestSocket receiver = TestSockets.at(to.port()).open(bert)) {
            for (int i = 0; i < ATTEMPTS; i++) {
                sender.sendMessage(bert, "m" + i).await("message.ack");
                String content = "m" + i;
                Predicate<JsonNode> isThisMessage =
                        frame -> frame.at("/message/content").asText().equals(content);
                if (receiver.await(isThisMessage, DELIVERY_TIMEOUT) != null) {
                    return;
                }
            }
        }
        throw new AssertionError(
                "no message sent on node " + nodes.indexOf(from) + " is delivered on node " + nodes.indexOf(to));
    }

    /** Some messages are received only after another sync: those whose node was killed before it could publish them. */
    private void awaitAllReceived(LoadUsers users, ConsistencyCheck check) {
        if (!run.becomesTrue(5, () -> users.chats().stream().allMatch(chat -> hasReceivedAll(chat, check)))) {
            run.count("not received before another sync");
            users.chats().forEach(ChatLoad::requestSync);
        }
        run.await(
                "somebody has not received all messages",
                20,
                () -> users.chats().stream().allMatch(chat -> hasReceivedAll(chat, check)));
    }

    private static boolean hasReceivedAll(ChatLoad chat, ConsistencyCheck check) {
        return check.lastSeqs(chat.person()).entrySet().stream()
                .allMatch(lastSeq -> chat.receivedUpTo(lastSeq.getKey()) == lastSeq.getValue());
    }
}
