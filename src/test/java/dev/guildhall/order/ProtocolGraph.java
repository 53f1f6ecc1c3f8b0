package dev.guildhall.order;

import dev.guildhall.order.ProtocolModel.Edge;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All states that an order can come to, and all that can happen in them. */
final class ProtocolGraph {
    private static final int MAX_WALK = 60;

    private final Map<ProtocolState, List<Edge>> edges = new LinkedHashMap<>();

    private final ProtocolState placed;

    ProtocolGraph(ProtocolModel model) {
        placed = model.placed();
        // One object for each state, which makes them quick to compare.
        Map<ProtocolState, ProtocolState> known = new HashMap<>(Map.of(placed, placed));
        Deque<ProtocolState> next = new ArrayDeque<>(List.of(placed));
        while (!next.isEmpty()) {
            ProtocolState state = next.remove();
            List<Edge> found = new ArrayList<>();
            for (Edge edge : model.edges(state)) {
                if (known.putIfAbsent(edge.to(), edge.to()) == null) {
                    next.add(edge.to());
                }
                found.add(new Edge(state, edge.step(), known.get(edge.to())));
            }
            edges.put(state, found);
        }
    }

    ProtocolState placed() {
        return placed;
    }

    Set<ProtocolState> states() {
        return edges.keySet();
    }

    List<Edge> from(ProtocolState state) {
        return edges.getOrDefault(state, List.of());
    }

    List<Edge> edges() {
        return edges.values().stream().flatMap(List::stream).toList();
    }

    /** What a caller can see of all edges, once each. */
    Set<Edge> visibleEdges() {
        return edges().stream()
                .filter(edge -> !(edge.step() instanceof ProtocolStep.Really))
                .map(Edge::visible)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** A path of one order from its placing; each edge begins in the state in which the one before ends. */
    record Walk(List<Edge> edges) {
        Walk {
            edges = List.copyOf(edges);
        }
    }

    /** Walks that together have every visible edge at least once, each by a short way. */
    List<Walk> walks() {
        Set<Edge> missing = visibleEdges();
        List<Walk> walks = new ArrayList<>();
        while (!missing.isEmpty()) {
            List<Edge> walk = new ArrayList<>();
            ProtocolState at = placed;
            List<Edge> path = shortestTo(missing, at);
            while (path != null && walk.size() < MAX_WALK) {
                walk.addAll(path);
                path.forEach(edge -> missing.remove(edge.visible()));
                at = path.get(path.size() - 1).to();
                path = shortestTo(missing, at);
            }
            walks.add(new Walk(walk));
        }
        return walks;
    }

    /** The shortest path that ends with one of these edges; null: none can be reached. */
    private @Nullable List<Edge> shortestTo(Set<Edge> wanted, ProtocolState start) {
        Map<ProtocolState, Edge> cameBy = new HashMap<>();
        Set<ProtocolState> seen = new HashSet<>(Set.of(start));
        Deque<ProtocolState> next = new ArrayDeque<>(List.of(start));
        while (!next.isEmpty()) {
            ProtocolState state = next.remove();
            for (Edge edge : from(state)) {
                if (wanted.contains(edge.visible())) {
                    Deque<Edge> path = new ArrayDeque<>(List.of(edge));
                    while (cameBy.containsKey(path.getFirst().from())) {
                        path.addFirst(cameBy.get(path.getFirst().from()));
                    }
                    return List.copyOf(path);
                }
                if (seen.add(edge.to())) {
                    cameBy.put(edge.to(), edge);
                    next.add(edge.to());
                }
            }
        }
        return null;
    }
}
