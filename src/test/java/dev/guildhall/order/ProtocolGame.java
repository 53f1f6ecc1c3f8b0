package dev.guildhall.order;

import dev.guildhall.order.ProtocolModel.Edge;
import dev.guildhall.order.ProtocolStep.Move;
import dev.guildhall.order.ProtocolStep.TimeOver;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One honest party against all others, who lie, and move as often and as fast as they like. The party wins where they can
 * force a rest that is not unfair to them: by a move of their own, or by waiting for a clock.
 */
final class ProtocolGame {
    private final ProtocolGraph graph;
    private final Role party;
    private final List<ProtocolState> open;
    private final Map<ProtocolState, Set<ProtocolState>> afterOthers = new HashMap<>();

    /** The time to a good rest if it is the party's turn, and if it is the others' turn; states that are missing are lost. */
    private final Map<ProtocolState, ProtocolBound> onTurn = new HashMap<>();

    private final Map<ProtocolState, ProtocolBound> onTurnOfOthers = new HashMap<>();

    ProtocolGame(ProtocolGraph graph, Role party) {
        this.graph = graph;
        this.party = party;
        open = graph.states().stream()
                .filter(state -> !isGoodRest(state) && !state.isFinal())
                .toList();
        graph.states().forEach(state -> afterOthers.put(state, reachedByOthers(state)));
        boolean isChanged = true;
        while (isChanged) {
            graph.states().forEach(this::updateTurnOfOthers);
            isChanged = open.stream().filter(this::updateTurnOfParty).count() > 0;
        }
    }

    /** From each state that the party wins: how long it takes at most. */
    Map<ProtocolState, ProtocolBound> won() {
        return open.stream()
                .filter(onTurnOfOthers::containsKey)
                .collect(Collectors.toMap(Function.identity(), onTurnOfOthers::get));
    }

    List<ProtocolState> lost() {
        return open.stream().filter(state -> !onTurnOfOthers.containsKey(state)).toList();
    }

    private boolean isGoodRest(ProtocolState state) {
        return state.isAtRest() && state.unheard().isEmpty() && !state.isUnfairTo(party);
    }

    private boolean isByOthers(Edge edge) {
        Role by = edge.step().by();
        return by != null && by != party;
    }

    /** Where the others can bring the order before the party does anything. */
    private Set<ProtocolState> reachedByOthers(ProtocolState start) {
        Set<ProtocolState> reached = new HashSet<>(Set.of(start));
        Deque<ProtocolState> next = new ArrayDeque<>(reached);
        while (!next.isEmpty()) {
            ProtocolState state = next.remove();
            if (!isGoodRest(state)) {
                graph.from(state).stream()
                        .filter(edge -> isByOthers(edge) && reached.add(edge.to()))
                        .forEach(edge -> next.add(edge.to()));
            }
        }
        return reached;
    }

    private void updateTurnOfOthers(ProtocolState state) {
        ProtocolBound most = ProtocolBound.ZERO;
        for (ProtocolState reached : afterOthers.getOrDefault(state, Set.of())) {
            if (!isGoodRest(reached)) {
                ProtocolBound bound = onTurn.get(reached);
                if (bound == null) {
                    return;
                }
                most = ProtocolBound.max(most, bound);
            }
        }
        onTurnOfOthers.put(state, most);
    }

    /** Whether there is a better choice than was known. */
    private boolean updateTurnOfParty(ProtocolState state) {
        ProtocolBound best = onTurn.get(state);
        boolean isBetter = false;
        for (Edge edge : graph.from(state)) {
            ProtocolBound bound = null;
            if (edge.step() instanceof Move move && move.by() == party && ProtocolModel.isHonest(move.row(), state)) {
                bound = onTurnOfOthers.get(edge.to());
            } else if (edge.step() instanceof TimeOver clock) {
                bound = afterWaiting(state, clock.deadline());
            }
            if (bound != null && (best == null || bound.compareTo(best) < 0)) {
                best = bound;
                isBetter = true;
                onTurn.put(state, bound);
            }
        }
        return isBetter;
    }

    /** The others may do what they like meanwhile; what is no move of the order does not stop the clock. Null: it is no help. */
    private @Nullable ProtocolBound afterWaiting(ProtocolState start, Deadline awaited) {
        ProtocolBound most = ProtocolBound.ZERO;
        Set<ProtocolState> waitedIn = new HashSet<>(Set.of(start));
        Deque<ProtocolState> next = new ArrayDeque<>(waitedIn);
        while (!next.isEmpty()) {
            for (Edge edge : graph.from(next.remove())) {
                boolean isTime = edge.step().by() == null;
                if (isTime || isByOthers(edge)) {
                    boolean isOver = edge.step() instanceof TimeOver clock && clock.deadline() == awaited;
                    if (isOver || edge.row() != null || isGoodRest(edge.to())) {
                        ProtocolBound after = onTurnOfOthers.get(edge.to());
                        if (after == null) {
                            return null;
                        }
                        most = ProtocolBound.max(
                                most, ProtocolBound.of(awaited, edge.from()).plus(after));
                    } else if (waitedIn.add(edge.to())) {
                        next.add(edge.to());
                    }
                }
            }
        }
        return most;
    }
}
