package dev.guildhall.order;

import static dev.guildhall.order.OrderAction.*;
import static dev.guildhall.order.OrderStatus.*;
import static dev.guildhall.order.ProtocolState.Fact.*;
import static dev.guildhall.order.Role.*;

import dev.guildhall.order.ProtocolState.Fact;
import dev.guildhall.order.ProtocolState.OpenProposal;
import dev.guildhall.order.ProtocolStep.*;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What can happen to an order in each state. Moves and their conditions are read from the rows of a table; the rest, what starts
 * a deadline, proposals, and whose word a dispute waits for, is written here a second time.
 *
 * @param stopped deadlines that never run
 * @param proposalsExpire whether a proposal is closed once its time is over
 */
record ProtocolModel(List<Transition> table, Set<Deadline> stopped, boolean proposalsExpire) {
    static final List<Role> PARTIES = List.of(CLIENT, FREELANCER);
    private static final List<OrderAction> AGREEMENTS = List.of(AGREE_EXTEND, AGREE_CANCEL);

    /** A step and where it leads. */
    record Edge(ProtocolState from, ProtocolStep step, ProtocolState to) {

        /** The row of the move; null if the step is no move of the order. */
        @Nullable
        Transition row() {
            if (step instanceof Move move) {
                return move.row();
            }
            return step instanceof TimeOver clock ? clock.row() : null;
        }

        /** What a caller can see of it. */
        Edge visible() {
            return new Edge(from.visible(), step, to.visible());
        }

        @Override
        public String toString() {
            return from + " -- " + step + " --> " + to;
        }
    }

    static ProtocolModel of(List<Transition> table) {
        return new ProtocolModel(table, Set.of(), true);
    }

    ProtocolState placed() {
        OrderState order = new OrderState(PENDING_PAYMENT, PaymentStatus.PENDING);
        return new ProtocolState(order, PLACE, deadlinesOf(order, PLACE), Set.of(), null, Set.of(), Set.of());
    }

    List<Edge> edges(ProtocolState state) {
        List<Edge> edges = new ArrayList<>();
        for (Transition row : table) {
            if (canMove(state, row)) {
                edges.add(new Edge(state, new Move(row, false), after(state, row)));
            }
            if (OrderTransitions.startsFirst(row.action(), state.order())) {
                table.stream()
                        .filter(start -> start.action() == START && canMove(state, start))
                        .map(start -> after(state, start))
                        .filter(started -> canMove(started, row))
                        .forEach(started -> edges.add(new Edge(state, new Move(row, true), after(started, row))));
            }
        }
        state.running().forEach(deadline -> edges.add(timeOver(state, deadline)));
        addProposals(state, edges);
        state.unheard()
                .forEach(party ->
                        edges.add(new Edge(state, new AddStatement(party), state.withoutWaitingFor(Set.of(party)))));
        addFacts(state, edges);
        return edges;
    }

    /** Whether a person can make this move now; an admin makes only what is true. */
    private static boolean canMove(ProtocolState state, Transition row) {
        return row.by() != SYSTEM
                && isPossible(state, row)
                && switch (row.action()) {
                    case AGREE_EXTEND, AGREE_CANCEL ->
                        new OpenProposal(row.action(), otherThan(row.by())).equals(state.proposal());
                    case RESOLVE -> state.unheard().isEmpty() && verdicts(state).contains(row.to());
                    default -> true;
                };
    }

    private static boolean isPossible(ProtocolState state, Transition row) {
        return row.from().equals(state.order())
                && row.isPossibleAfter(state.lastAction())
                && (row.until() == null || state.running().contains(row.until()))
                && !(row.once() && state.usedOnce().contains(row.to()));
    }

    private ProtocolState after(ProtocolState state, Transition row) {
        Set<OrderState> usedOnce = new HashSet<>(state.usedOnce());
        if (table.stream().anyMatch(other -> other.once() && isSameMove(other, row))) {
            usedOnce.add(row.to());
        }
        EnumSet<Fact> facts = EnumSet.noneOf(Fact.class);
        facts.addAll(state.facts());
        if (givesUp(row)) {
            facts.remove(DELIVERED);
        }
        EnumSet<Role> unheard = EnumSet.noneOf(Role.class);
        if (row.to().status() == DISPUTED) {
            unheard.addAll(PARTIES);
            unheard.remove(row.by());
        }
        return new ProtocolState(row.to(), row.action(), runningAfter(state, row), usedOnce, null, unheard, facts);
    }

    /** What can be done once is counted by where it leads, from wherever. */
    private static boolean isSameMove(Transition a, Transition b) {
        return a.action() == b.action() && a.to().equals(b.to());
    }

    // ---- Deadlines ----

    /** Each move starts the deadlines of the state that it leads to; only that of a refund goes on as it was. */
    private Set<Deadline> runningAfter(ProtocolState state, Transition move) {
        Set<Deadline> running = deadlinesOf(move.to(), move.action());
        boolean isNewDebt = move.action() == AGREE_CANCEL
                || !owesRefund(move.from()) && move.from().payment() != PaymentStatus.REFUNDED;
        if (owesRefund(move.to()) && (isNewDebt || state.running().contains(Deadline.REFUND_BY))) {
            running.add(Deadline.REFUND_BY);
        } else {
            running.remove(Deadline.REFUND_BY);
        }
        running.removeAll(stopped);
        return running;
    }

    private Set<Deadline> deadlinesOf(OrderState order, OrderAction lastAction) {
        EnumSet<Deadline> deadlines = EnumSet.noneOf(Deadline.class);
        for (Transition row : table) {
            if (row.from().equals(order) && row.isPossibleAfter(lastAction)) {
                Stream.of(row.deadline(), row.until()).filter(Objects::nonNull).forEach(deadlines::add);
            }
        }
        if (order.status() == DISPUTED) {
            deadlines.add(Deadline.RESPOND_BY);
        }
        deadlines.removeAll(stopped);
        return deadlines;
    }

    private Edge timeOver(ProtocolState state, Deadline deadline) {
        for (Transition row : table) {
            if (row.deadline() == deadline && isPossible(state, row)) {
                return new Edge(state, new TimeOver(deadline, row), after(state.without(deadline), row));
            }
        }
        ProtocolState after = state.without(deadline);
        return new Edge(
                state,
                new TimeOver(deadline, null),
                deadline == Deadline.RESPOND_BY ? after.withoutWaitingFor(after.unheard()) : after);
    }

    private static boolean owesRefund(OrderState order) {
        return order.payment() == PaymentStatus.REFUND_DUE || order.payment() == PaymentStatus.REFUND_SENT;
    }

    // ---- Proposals ----

    private void addProposals(ProtocolState state, List<Edge> edges) {
        OpenProposal open = state.proposal();
        for (Role party : PARTIES) {
            for (OrderAction agreement : AGREEMENTS) {
                if ((open == null || open.by() == party) && canAccept(otherThan(party), agreement, state)) {
                    edges.add(new Edge(
                            state, new Propose(party, agreement), state.with(new OpenProposal(agreement, party))));
                }
            }
        }
        if (open != null) {
            edges.add(new Edge(state, new Decline(otherThan(open.by())), state.with((OpenProposal) null)));
            edges.add(new Edge(state, new Withdraw(open.by()), state.with((OpenProposal) null)));
            if (proposalsExpire) {
                edges.add(new Edge(state, new ProposalExpires(), state.with((OpenProposal) null)));
            }
        }
    }

    private boolean canAccept(Role party, OrderAction agreement, ProtocolState state) {
        return table.stream().anyMatch(row -> row.action() == agreement && row.by() == party && isPossible(state, row));
    }

    static Role otherThan(Role party) {
        return party == CLIENT ? FREELANCER : CLIENT;
    }

    // ---- What really happens ----

    private static void addFacts(ProtocolState state, List<Edge> edges) {
        if (state.isFinal()) {
            return;
        }
        boolean isSettled =
                owesRefund(state.order()) || state.isClosed() && state.order().payment() == PaymentStatus.REFUNDED;
        if (!state.is(PAID) && !isSettled) {
            edges.add(new Edge(state, new Really(CLIENT, PAID), state.with(PAID)));
        }
        if (!state.is(DELIVERED) && state.order().status() != CANCELLED && !isSettled) {
            edges.add(new Edge(state, new Really(FREELANCER, DELIVERED), state.with(DELIVERED)));
        }
        if (state.isOwedMoney() && isSettled) {
            edges.add(new Edge(state, new Really(FREELANCER, REFUNDED), state.with(REFUNDED)));
        }
    }

    /** A freelancer who owes a refund by their own word has given up what their work has earned. */
    private static boolean givesUp(Transition row) {
        return row.to().payment() == PaymentStatus.REFUND_DUE
                && (row.action() == AGREE_CANCEL || row.action() == CANCEL && row.by() == FREELANCER);
    }

    /** Whether somebody who makes this move says the truth. */
    static boolean isHonest(Transition row, ProtocolState state) {
        return switch (row.action()) {
            case SUBMIT_PAYMENT, CONFIRM_PAYMENT -> state.is(PAID);
            case REJECT_PAYMENT, WITHDRAW_PAYMENT -> !state.is(PAID);
            case SUBMIT_WORK, APPROVE -> state.is(DELIVERED);
            case SUBMIT_REFUND, CONFIRM_REFUND -> state.is(REFUNDED);
            case DISPUTE -> state.is(PAID) || row.to().payment() == row.from().payment();
            default -> !(givesUp(row) && state.is(DELIVERED));
        };
    }

    /** All that an admin can truthfully say in this dispute. */
    static Set<OrderState> verdicts(ProtocolState state) {
        if (owesRefund(state.order())) {
            boolean claimsRefund = state.order().payment() == PaymentStatus.REFUND_SENT;
            // Who says that they have sent a refund has said that there was a payment.
            if (!state.is(PAID) && !claimsRefund) {
                return Set.of(new OrderState(CANCELLED, PaymentStatus.REJECTED));
            }
            return Set.of(
                    new OrderState(CANCELLED, state.isOwedMoney() ? PaymentStatus.REFUND_DUE : PaymentStatus.REFUNDED));
        }
        if (!state.is(PAID)) {
            return Set.of(new OrderState(CANCELLED, PaymentStatus.REJECTED));
        }
        if (state.is(DELIVERED)) {
            return Set.of(new OrderState(COMPLETED, PaymentStatus.CONFIRMED));
        }
        return Set.of(
                new OrderState(IN_PROGRESS, PaymentStatus.CONFIRMED),
                new OrderState(CANCELLED, PaymentStatus.REFUND_DUE));
    }
}
