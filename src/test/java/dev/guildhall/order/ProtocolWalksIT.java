package dev.guildhall.order;

import static org.assertj.core.api.Assertions.fail;

import dev.guildhall.order.ProtocolGraph.Walk;
import dev.guildhall.order.ProtocolModel.Edge;
import dev.guildhall.support.Difference;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Takes orders by REST along every edge of the explored protocol, and compares each state with the one on the server. */
class ProtocolWalksIT {
    private static final int THREADS = 6;
    private static final int PROGRESS = 50;

    private static final ProtocolGraph GRAPH = new ProtocolGraph(ProtocolModel.of(OrderTransitions.TABLE));

    @RegisterExtension
    static final Market market = new Market();

    /** What can happen in a state, as it is seen: whatever is true. */
    private final Map<ProtocolState, Set<Edge>> possible = new HashMap<>();

    private final Set<Edge> walked = ConcurrentHashMap.newKeySet();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();

    @Test
    @Tag("ORD-27")
    void makesEveryStepAsTheModelDoes() {
        GRAPH.visibleEdges()
                .forEach(edge -> possible.computeIfAbsent(edge.from(), first -> new HashSet<>())
                        .add(edge));
        List<Walk> walks = GRAPH.walks();
        Person admin = market.anAdmin();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (EndedDeadlines deadlines = new EndedDeadlines(market.database().sql());
                SystemMoves system = new SystemMoves(market.database())) {
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (int i = 0; i < walks.size(); i++) {
                int number = i + 1;
                all.add(CompletableFuture.runAsync(
                        () -> {
                            walk(number, walks.get(number - 1), new WalkedOrder(market, admin, deadlines, system));
                            if (number % PROGRESS == 0) {
                                System.out.println("walk " + number + " of " + walks.size() + ", " + walked.size()
                                        + " edges, " + failures.size() + " failures");
                            }
                        },
                        threads));
            }
            all.forEach(CompletableFuture::join);
        } finally {
            threads.shutdownNow();
        }
        if (!failures.isEmpty()) {
            fail(failures.size() + " of " + walks.size() + " walks differ from the model:\n"
                    + String.join("\n", failures.stream().sorted().limit(10).toList()));
        }
        Difference.none("edges that were walked", walked, GRAPH.visibleEdges());
    }

    private void walk(int number, Walk walk, WalkedOrder order) {
        List<Edge> steps = walk.edges().stream()
                .filter(edge -> !(edge.step() instanceof ProtocolStep.Really))
                .toList();
        for (int i = 0; i < steps.size(); i++) {
            Edge edge = steps.get(i).visible();
            String where = "walk " + number + ", step " + (i + 1) + " of " + order + ": " + edge + "\n    ";
            try {
                order.go(edge);
                List<String> differences = order.differencesFrom(edge.to(), possible.getOrDefault(edge.to(), Set.of()));
                if (!differences.isEmpty()) {
                    failures.add(where + String.join("\n    ", differences));
                    return;
                }
            } catch (AssertionError | RuntimeException e) {
                failures.add(where + e);
                return;
            }
            walked.add(edge);
        }
    }
}
