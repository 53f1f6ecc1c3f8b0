package dev.guildhall.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.order.ProtocolProof.Flaw;
import dev.guildhall.support.Difference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The proof notices whatever is taken from the protocol. */
@Tag("ORD-26")
class ProtocolMutationsTest {
    private static final Path REPORT = Path.of("target", "order-protocol-rows.txt");

    private static final List<Transition> TABLE = OrderTransitions.TABLE;

    @Test
    void noticesEachRowThatIsMissing() throws IOException {
        Map<String, List<Flaw>> flaws = new LinkedHashMap<>();
        TABLE.forEach(row -> flaws.put(textOf(row), flaws(ProtocolModel.of(with(row, null)))));
        report(flaws);
        List<String> notMissed = flaws.entrySet().stream()
                .filter(entry -> entry.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
        Difference.none("rows that nobody misses", notMissed, List.of());
    }

    @Test
    void noticesEachDeadlineThatDoesNotRun() {
        for (Deadline deadline : Deadline.values()) {
            assertThat(flaws(new ProtocolModel(TABLE, Set.of(deadline), true)))
                    .as("who is trapped without %s", deadline.text())
                    .isNotEmpty();
        }
        assertThat(flaws(new ProtocolModel(TABLE, Set.of(), false)))
                .as("who is trapped if proposals do not expire")
                .isNotEmpty();
    }

    @Test
    void noticesEachConditionThatIsMissing() {
        for (Transition row : TABLE) {
            if (row.once()) {
                noticesOrChangesNothing(row, "once", conditions(row, row.follows(), false, row.until()));
            }
            if (row.until() != null) {
                noticesOrChangesNothing(row, "until", conditions(row, row.follows(), row.once(), null));
            }
            if (!row.follows().isEmpty()) {
                noticesOrChangesNothing(row, "follows", conditions(row, Set.of(), row.once(), row.until()));
            }
            for (OrderAction action : row.follows()) {
                if (row.follows().size() > 1) {
                    Set<OrderAction> fewer = new HashSet<>(row.follows());
                    fewer.remove(action);
                    noticesOrChangesNothing(
                            row, "follows " + action.text(), conditions(row, fewer, row.once(), row.until()));
                }
            }
        }
    }

    @Test
    void namesTheStateAndWhoIsTrappedInIt() {
        assertThat(textsWithout(OrderAction.AUTO_APPROVE, OrderStatus.SUBMITTED))
                .contains(
                        ProtocolProof.SILENCE + ": SUBMITTED/CONFIRMED after submit-work: the client and the freelancer"
                                + " are trapped: if all are silent it never comes to rest");
        assertThat(textsWithout(OrderAction.START, OrderStatus.PAYMENT_CONFIRMED))
                .contains("right: the freelancer starts: PAYMENT_CONFIRMED/CONFIRMED after confirm-payment, running"
                        + " abandon_by: the freelancer cannot start");
        assertThat(textsWithout(OrderAction.DISPUTE, OrderStatus.CANCELLED))
                .contains(
                        ProtocolProof.ONE_HONEST + ": PENDING_PAYMENT/PENDING after place, running pay_by, really PAID:"
                                + " the client is trapped: no move and no clock saves what is theirs");
    }

    private static List<String> textsWithout(OrderAction action, OrderStatus from) {
        List<Transition> others = TABLE.stream()
                .filter(row -> row.action() != action || row.from().status() != from)
                .toList();
        return flaws(ProtocolModel.of(others)).stream().map(Flaw::toString).toList();
    }

    private static void noticesOrChangesNothing(Transition row, String condition, Transition without) {
        ProtocolGraph graph = new ProtocolGraph(ProtocolModel.of(with(row, without)));
        if (new ProtocolProof(graph).flaws().isEmpty()) {
            assertThat(textOf(graph))
                    .as("%s without %s: nobody is trapped, and it makes no difference", textOf(row), condition)
                    .isEqualTo(textOf(new ProtocolGraph(ProtocolModel.of(TABLE))));
        }
    }

    private static List<Flaw> flaws(ProtocolModel model) {
        return new ProtocolProof(new ProtocolGraph(model)).flaws();
    }

    /** The table with another row in place of this one; null: none. */
    private static List<Transition> with(Transition row, @Nullable Transition other) {
        List<Transition> rows = new ArrayList<>(TABLE);
        if (other == null) {
            rows.remove(row);
        } else {
            rows.set(rows.indexOf(row), other);
        }
        return rows;
    }

    private static Transition conditions(
            Transition row, Set<OrderAction> follows, boolean once, @Nullable Deadline until) {
        return new Transition(row.action(), row.by(), row.from(), row.to(), follows, once, until, row.deadline());
    }

    /** What each row is for: the points and rights that fail without it, each with a state in which it is missed. */
    private static void report(Map<String, List<Flaw>> flaws) throws IOException {
        List<String> lines = new ArrayList<>();
        flaws.forEach((row, found) -> {
            lines.add(row);
            found.stream()
                    .collect(Collectors.toMap(Flaw::point, Function.identity(), (a, b) -> a, LinkedHashMap::new))
                    .values()
                    .forEach(flaw -> lines.add("    " + flaw));
        });
        Files.createDirectories(REPORT.getParent());
        Files.write(REPORT, lines);
    }

    private static Set<String> textOf(ProtocolGraph graph) {
        return graph.edges().stream().map(String::valueOf).collect(Collectors.toSet());
    }

    private static String textOf(Transition row) {
        return row.action().text() + " by the " + row.by().text() + ": " + row.from() + " -> " + row.to();
    }
}
