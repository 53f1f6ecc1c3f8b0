package dev.guildhall.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.order.ProtocolModel.Edge;
import dev.guildhall.order.ProtocolProof.Flaw;
import dev.guildhall.order.ProtocolState.Fact;
import dev.guildhall.support.Difference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Explores all states that an order can come to, and proves that nobody is trapped in one. */
@Tag("ORD-25")
class ProtocolProofTest {
    private static final Path REPORT = Path.of("target", "order-protocol-states.txt");

    private static final ProtocolGraph GRAPH = new ProtocolGraph(ProtocolModel.of(OrderTransitions.TABLE));
    private static final ProtocolProof PROOF = new ProtocolProof(GRAPH);

    @Test
    void somebodyOrAClockIsAlwaysNext() {
        none(ProtocolProof.SILENCE);
        assertThat(longest(PROOF.untilRest(), bound -> bound.deliveries() == 0))
                .as("how long an order takes to come to rest, if all are silent")
                .isEqualTo(new ProtocolBound(0, Duration.ofDays(28)));
        assertThat(longest(PROOF.untilRest(), bound -> true))
                .as("how long an order at work takes to come to rest, if all are silent")
                .isEqualTo(new ProtocolBound(1, Duration.ofDays(30)));
    }

    @Test
    void oneHonestPartyIsEnough() {
        none(ProtocolProof.ONE_HONEST);
    }

    @Test
    void twoWhoAgreeNeedNoAdmin() {
        none(ProtocolProof.TWO_AGREE);
    }

    @Test
    void nobodyClosesOverTheOthersMoneyAlone() {
        none(ProtocolProof.OTHERS_MONEY);
    }

    @Test
    void disputesAreFinite() {
        none(ProtocolProof.FINITE);
        assertThat(PROOF.disputes())
                .as("disputes of an order, besides one for each refund said to be sent and each accepted proposal")
                .isEqualTo(3);
    }

    @Test
    void anAdminCanSayWhatIsTrue() {
        none(ProtocolProof.TRUTH);
    }

    @Test
    void everybodyKeepsTheirRights() {
        none(ProtocolProof.RIGHT);
    }

    @Test
    void comesToEachRowOfTheTable() {
        Set<Transition> made =
                GRAPH.edges().stream().map(Edge::row).filter(Objects::nonNull).collect(Collectors.toSet());
        Difference.none("rows of which an order makes a move", made, OrderTransitions.TABLE);
    }

    @Test
    void walksEveryVisibleEdge() {
        Set<Edge> walked = new HashSet<>();
        for (ProtocolGraph.Walk walk : GRAPH.walks()) {
            ProtocolState at = GRAPH.placed();
            for (Edge edge : walk.edges()) {
                assertThat(edge.from()).as("the state in which a walk goes on").isEqualTo(at);
                walked.add(edge.visible());
                at = edge.to();
            }
        }
        assertThat(walked).containsAll(GRAPH.visibleEdges());
    }

    @BeforeAll
    static void report() throws IOException {
        List<ProtocolGraph.Walk> walks = GRAPH.walks();
        List<String> summary = List.of(
                GRAPH.states().size() + " states, " + GRAPH.edges().size() + " edges; "
                        + GRAPH.visibleEdges().size() + " visible edges in " + walks.size() + " walks of "
                        + walks.stream().mapToInt(walk -> walk.edges().size()).sum() + " steps",
                "all are silent: at rest " + longest(PROOF.untilRest(), bound -> bound.deliveries() == 0)
                        + " after the last move at most, and at work "
                        + longest(PROOF.untilRest(), bound -> true),
                "the client who has paid forces a rest within " + forced(Role.CLIENT, Fact.PAID)
                        + ", the freelancer who has delivered within " + forced(Role.FREELANCER, Fact.DELIVERED)
                        + ", and who has sent back the money within " + forced(Role.FREELANCER, Fact.REFUNDED),
                PROOF.disputes()
                        + " disputes at most, and one for each refund said to be sent and each accepted proposal");
        List<String> lines = new ArrayList<>(summary);
        GRAPH.states().forEach(state -> lines.add(state + boundsOf(state)));
        Files.createDirectories(REPORT.getParent());
        Files.write(REPORT, lines);
        summary.forEach(System.out::println);
    }

    private static String boundsOf(ProtocolState state) {
        Map<String, ProtocolBound> bounds = new TreeMap<>();
        if (PROOF.untilRest().containsKey(state)) {
            bounds.put("all silent", PROOF.untilRest().get(state));
        }
        for (Role party : ProtocolModel.PARTIES) {
            if (PROOF.untilForced(party).containsKey(state)) {
                bounds.put(
                        "forced by the " + party.text(),
                        PROOF.untilForced(party).get(state));
            }
        }
        return bounds.isEmpty() ? "" : " " + bounds;
    }

    private static ProtocolBound forced(Role party, Fact fact) {
        return longest(
                PROOF.untilForced(party).entrySet().stream()
                        .filter(entry -> entry.getKey().is(fact))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)),
                bound -> true);
    }

    private static ProtocolBound longest(Map<ProtocolState, ProtocolBound> bounds, Predicate<ProtocolBound> which) {
        return bounds.values().stream()
                .filter(which)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    private static void none(String point) {
        List<Flaw> flaws = PROOF.flaws().stream()
                .filter(flaw -> flaw.point().startsWith(point))
                .toList();
        Difference.none("states in which somebody is trapped", flaws, List.of());
    }
}
