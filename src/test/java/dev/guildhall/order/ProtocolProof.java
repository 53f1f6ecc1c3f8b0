package dev.guildhall.order;

import static dev.guildhall.order.OrderAction.*;
import static dev.guildhall.order.OrderStatus.*;
import static dev.guildhall.order.Role.*;

import dev.guildhall.order.ProtocolModel.Edge;
import dev.guildhall.order.ProtocolState.OpenProposal;
import dev.guildhall.order.ProtocolStep.*;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Whether nobody is trapped in an order, whatever the others do: each state in which somebody is, is a flaw. */
final class ProtocolProof {
    static final String SILENCE = "1 somebody or a clock is always next";
    static final String ONE_HONEST = "2 one honest party is enough";
    static final String TWO_AGREE = "2 two need no admin";
    static final String OTHERS_MONEY = "3 nobody closes over the other's money alone";
    static final String FINITE = "4 disputes are finite";
    static final String TRUTH = "4 an admin can say what is true";

    static final String RIGHT = "right: ";

    private static final String BOTH = "client and the freelancer";
    private static final int MAX_DISPUTES = 3;
    /** By these actions somebody ends an order at the cost of what is their own, so no admin is needed. */
    private static final Set<OrderAction> OWN_WORD = Set.of(APPROVE, CONFIRM_REFUND, WITHDRAW_PAYMENT);

    /**
     * Somebody is trapped, or can no longer do what they should be able to.
     *
     * @param point of the property, or the right, that does not hold
     */
    record Flaw(String point, ProtocolState state, String who, String what) {
        @Override
        public String toString() {
            return point + ": " + state + ": the " + who + " " + what;
        }
    }

    /** What somebody can do at once in all these states. */
    private record Right(String name, Role by, OrderAction action, Predicate<ProtocolState> where) {}

    private static final List<Right> RIGHTS = List.of(
            new Right("who is paid says whether it came", FREELANCER, CONFIRM_PAYMENT, isPaid(PaymentStatus.SUBMITTED)),
            new Right("who is paid says whether it came", FREELANCER, REJECT_PAYMENT, is(PAYMENT_SUBMITTED)),
            new Right("who is paid says whether it came", CLIENT, CONFIRM_REFUND, ProtocolState::owesRefund),
            new Right(
                    "who is paid says whether it came",
                    CLIENT,
                    DISPUTE,
                    is(CANCELLED).and(isPaid(PaymentStatus.REFUND_SENT))),
            new Right("who pays proves it", CLIENT, SUBMIT_PAYMENT, is(PENDING_PAYMENT)),
            new Right("who pays proves it", FREELANCER, SUBMIT_REFUND, isPaid(PaymentStatus.REFUND_DUE)),
            new Right("who pays takes it back", CLIENT, WITHDRAW_PAYMENT, isPaid(PaymentStatus.SUBMITTED)),
            new Right("either ends what is unpaid", CLIENT, CANCEL, is(PENDING_PAYMENT)),
            new Right("either ends what is unpaid", FREELANCER, CANCEL, is(PENDING_PAYMENT)),
            new Right("either calls an admin from the proof on", CLIENT, DISPUTE, ProtocolProof::isProven),
            new Right("either calls an admin from the proof on", FREELANCER, DISPUTE, ProtocolProof::isProven),
            new Right(
                    "either calls an admin from the proof on",
                    CLIENT,
                    DISPUTE,
                    is(PENDING_PAYMENT).and(isPaid(PaymentStatus.REJECTED))),
            new Right(
                    "either calls an admin from the proof on",
                    CLIENT,
                    DISPUTE,
                    is(CANCELLED).and(isPaid(PaymentStatus.REFUND_DUE)).and(state -> state.lastAction() != RESOLVE)),
            new Right("the freelancer starts", FREELANCER, START, is(PAYMENT_CONFIRMED)),
            new Right(
                    "the freelancer hands in",
                    FREELANCER,
                    SUBMIT_WORK,
                    is(PAYMENT_CONFIRMED, IN_PROGRESS, REVISION_REQUESTED)),
            new Right(
                    "the freelancer gives up",
                    FREELANCER,
                    CANCEL,
                    is(PAYMENT_CONFIRMED, IN_PROGRESS, REVISION_REQUESTED)),
            new Right("the client approves", CLIENT, APPROVE, is(SUBMITTED)),
            new Right("the client wants a revision", CLIENT, REVISION, is(SUBMITTED)));

    private static final Map<OrderAction, Predicate<ProtocolState>> AGREEMENTS = Map.of(
            AGREE_EXTEND,
            is(PAYMENT_CONFIRMED, IN_PROGRESS, REVISION_REQUESTED)
                    .or(is(DISPUTED).and(isPaid(PaymentStatus.CONFIRMED))),
            AGREE_CANCEL,
            is(PAYMENT_CONFIRMED, IN_PROGRESS, SUBMITTED, REVISION_REQUESTED)
                    .or(is(DISPUTED).and(isPaid(PaymentStatus.CONFIRMED)))
                    .or(is(DISPUTED).and(isPaid(PaymentStatus.REFUND_DUE))));

    private final ProtocolGraph graph;
    private final List<Flaw> flaws = new ArrayList<>();
    private final Map<ProtocolState, ProtocolBound> untilRest = new HashMap<>();
    private final Map<Role, Map<ProtocolState, ProtocolBound>> untilForced = new LinkedHashMap<>();
    private int disputes;

    ProtocolProof(ProtocolGraph graph) {
        this.graph = graph;
        proveThatSilenceEnds();
        ProtocolModel.PARTIES.forEach(this::proveThatOneIsEnough);
        proveThatTwoNeedNoAdmin();
        proveThatNobodyClosesAlone();
        proveThatDisputesAreFinite();
        proveThatTheTruthCanBeSaid();
        RIGHTS.forEach(this::proveRight);
        AGREEMENTS.forEach(this::proveAgreement);
        proveThatNoProposalStaysOpen();
    }

    List<Flaw> flaws() {
        return List.copyOf(flaws);
    }

    /** From each state that is not at rest: how long it takes to a rest, if everybody is silent. */
    Map<ProtocolState, ProtocolBound> untilRest() {
        return untilRest;
    }

    /** From each state that is not at rest: how long it takes this party to force a rest that is not unfair to them. */
    Map<ProtocolState, ProtocolBound> untilForced(Role party) {
        return untilForced.getOrDefault(party, Map.of());
    }

    /** How many disputes an order has at most, not counting one for each refund said to be sent and each accepted proposal. */
    int disputes() {
        return disputes;
    }

    private void flaw(String point, ProtocolState state, String who, String what) {
        flaws.add(new Flaw(point, state, who, what));
    }

    // ---- 1 ----

    private void proveThatSilenceEnds() {
        for (ProtocolState state : graph.states()) {
            boolean canGoOn = graph.from(state).stream().anyMatch(edge -> !(edge.step() instanceof Really));
            if (state.isFinal() && canGoOn) {
                flaw(
                        SILENCE,
                        state,
                        BOTH,
                        "cannot rely on its end, since there is still: "
                                + graph.from(state).get(0).step());
            }
            if (!state.isFinal() && !canGoOn) {
                flaw(SILENCE, state, BOTH, "are trapped: nobody can do anything, and no clock runs");
            }
            if (!state.isAtRest() && untilRest(state, new HashSet<>()) == null) {
                flaw(SILENCE, state, BOTH, "are trapped: if all are silent it never comes to rest");
            }
            if (state.isDisputed()
                    && !state.unheard().isEmpty()
                    && !state.running().contains(Deadline.RESPOND_BY)) {
                flaw(SILENCE, state, "admin", "cannot decide as long as one is silent of " + state.unheard());
            }
        }
    }

    /** Null: never. What moves the order is waited for, or, if nothing does, what just ends. */
    private @Nullable ProtocolBound untilRest(ProtocolState state, Set<ProtocolState> before) {
        if (state.isAtRest()) {
            return ProtocolBound.ZERO;
        }
        ProtocolBound known = untilRest.get(state);
        if (known != null || !before.add(state)) {
            return known;
        }
        List<Edge> clocks = graph.from(state).stream()
                .filter(edge -> edge.step() instanceof TimeOver)
                .toList();
        List<Edge> moving = clocks.stream().filter(edge -> edge.row() != null).toList();
        ProtocolBound most = null;
        for (Edge edge : moving.isEmpty() ? clocks : moving) {
            ProtocolBound rest = untilRest(edge.to(), before);
            if (rest == null) {
                return null;
            }
            most = ProtocolBound.max(
                    most,
                    ProtocolBound.of(((TimeOver) edge.step()).deadline(), state).plus(rest));
        }
        if (most != null) {
            untilRest.put(state, most);
        }
        return most;
    }

    // ---- 2 ----

    private void proveThatOneIsEnough(Role party) {
        ProtocolGame game = new ProtocolGame(graph, party);
        untilForced.put(party, game.won());
        game.lost()
                .forEach(state ->
                        flaw(ONE_HONEST, state, party.text(), "is trapped: no move and no clock saves what is theirs"));
    }

    private void proveThatTwoNeedNoAdmin() {
        Map<ProtocolState, List<ProtocolState>> cameFrom = new HashMap<>();
        for (Edge edge : graph.edges()) {
            Role by = edge.step().by();
            if (by == CLIENT || by == FREELANCER) {
                cameFrom.computeIfAbsent(edge.to(), to -> new ArrayList<>()).add(edge.from());
            }
        }
        Set<ProtocolState> canEnd = new HashSet<>();
        Deque<ProtocolState> next = new ArrayDeque<>();
        graph.states().stream()
                .filter(state -> state.isFinal() && canEnd.add(state))
                .forEach(next::add);
        while (!next.isEmpty()) {
            cameFrom.getOrDefault(next.remove(), List.of()).stream()
                    .filter(canEnd::add)
                    .forEach(next::add);
        }
        graph.states().stream()
                .filter(state -> !canEnd.contains(state))
                .forEach(state -> flaw(TWO_AGREE, state, BOTH, "cannot end it without an admin, even if they agree"));
    }

    // ---- 3 ----

    private void proveThatNobodyClosesAlone() {
        for (Edge edge : graph.edges()) {
            Transition row = edge.row();
            if (row != null && edge.to().isClosed() && row.by() != ADMIN) {
                proveThatItIsNotOverTheOther(edge, row);
            }
        }
    }

    private void proveThatItIsNotOverTheOther(Edge edge, Transition row) {
        String move = row.action().text() + " by the " + row.by().text();
        if (edge.to().isFinal() && !OWN_WORD.contains(row.action())) {
            flaw(OTHERS_MONEY, edge.from(), CLIENT.text(), "may lose their money at once by " + move);
        }
        if (row.by() != CLIENT && !canMove(edge.to(), CLIENT, DISPUTE)) {
            flaw(OTHERS_MONEY, edge.to(), CLIENT.text(), "cannot take to an admin what was closed by " + move);
        }
    }

    // ---- 4 ----

    private void proveThatDisputesAreFinite() {
        Map<ProtocolState, Integer> most = new HashMap<>(Map.of(graph.placed(), 0));
        Deque<ProtocolState> next = new ArrayDeque<>(most.keySet());
        while (!next.isEmpty()) {
            ProtocolState state = next.remove();
            for (Edge edge : graph.from(state)) {
                int count = most.getOrDefault(state, 0) + disputesBy(edge);
                if (count > MAX_DISPUTES) {
                    flaw(FINITE, state, BOTH, "have no end of disputes; this is number " + count + ": " + edge.step());
                } else if (count > most.getOrDefault(edge.to(), Integer.MIN_VALUE)) {
                    most.put(edge.to(), count);
                    next.add(edge.to());
                }
            }
        }
        disputes = most.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    private static int disputesBy(Edge edge) {
        Transition row = edge.row();
        if (row != null && Set.of(SUBMIT_REFUND, AGREE_EXTEND, AGREE_CANCEL).contains(row.action())) {
            return -1;
        }
        return edge.to().isDisputed() && !edge.from().isDisputed() ? 1 : 0;
    }

    private void proveThatTheTruthCanBeSaid() {
        graph.states().stream()
                .filter(state -> state.isDisputed() && state.unheard().isEmpty())
                .forEach(state -> ProtocolModel.verdicts(state).stream()
                        .filter(verdict -> !state.usedOnce().contains(verdict))
                        .filter(verdict -> graph.from(state).stream()
                                .noneMatch(edge -> edge.step().by() == ADMIN
                                        && edge.to().order().equals(verdict)))
                        .forEach(verdict -> flaw(TRUTH, state, "admin", "cannot decide on " + verdict)));
    }

    // ---- Rights ----

    private void proveRight(Right right) {
        graph.states().stream()
                .filter(state -> right.where().test(state) && !canMove(state, right.by(), right.action()))
                .forEach(state -> flaw(
                        RIGHT + right.name(),
                        state,
                        right.by().text(),
                        "cannot " + right.action().text()));
    }

    private void proveAgreement(OrderAction agreement, Predicate<ProtocolState> where) {
        String name =
                agreement == AGREE_EXTEND ? "both together set a new date" : "both together end it with any refund";
        for (ProtocolState state : graph.states()) {
            for (Role party : ProtocolModel.PARTIES) {
                Role other = ProtocolModel.otherThan(party);
                if (where.test(state)
                        && state.proposal() == null
                        && graph.from(state).stream()
                                .noneMatch(edge -> edge.step().equals(new Propose(party, agreement))
                                        && canMove(edge.to(), other, agreement))) {
                    flaw(
                            RIGHT + name,
                            state,
                            party.text(),
                            "cannot propose to " + agreement.text() + " so that the " + other.text() + " can accept");
                }
            }
        }
    }

    private void proveThatNoProposalStaysOpen() {
        for (ProtocolState state : graph.states()) {
            OpenProposal open = state.proposal();
            if (open != null) {
                Set<ProtocolStep> steps = new HashSet<>();
                graph.from(state).forEach(edge -> steps.add(edge.step()));
                for (ProtocolStep end : List.of(
                        new Decline(ProtocolModel.otherThan(open.by())),
                        new Withdraw(open.by()),
                        new ProposalExpires())) {
                    if (!steps.contains(end)) {
                        flaw(
                                RIGHT + "no proposal stays open",
                                state,
                                open.by().text(),
                                "has an open proposal without: " + end);
                    }
                }
            }
        }
    }

    private boolean canMove(ProtocolState state, Role by, OrderAction action) {
        return graph.from(state).stream()
                .anyMatch(edge -> edge.step() instanceof Move move
                        && move.by() == by
                        && move.row().action() == action);
    }

    private static boolean isProven(ProtocolState state) {
        return is(PAYMENT_SUBMITTED, PAYMENT_CONFIRMED, IN_PROGRESS, SUBMITTED, REVISION_REQUESTED)
                .test(state);
    }

    private static Predicate<ProtocolState> is(OrderStatus... statuses) {
        return state -> List.of(statuses).contains(state.order().status());
    }

    private static Predicate<ProtocolState> isPaid(PaymentStatus payment) {
        return state -> state.order().payment() == payment;
    }
}
