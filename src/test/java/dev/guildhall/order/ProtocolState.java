package dev.guildhall.order;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that decides what can happen to one order, and what really happened.
 *
 * @param running deadlines that are not over
 * @param usedOnce where moves have led that can be made once
 * @param unheard the parties whose word in the dispute is still waited for
 */
record ProtocolState(
        OrderState order,
        OrderAction lastAction,
        Set<Deadline> running,
        Set<OrderState> usedOnce,
        @Nullable OpenProposal proposal,
        Set<Role> unheard,
        Set<Fact> facts) {

    /** What the system cannot see. */
    enum Fact {
        /** The money of the client has arrived. */
        PAID,
        /** The freelancer has done the work, and has not given up what it has earned. */
        DELIVERED,
        /** The client has got back the money that is owed. */
        REFUNDED
    }

    record OpenProposal(OrderAction agreement, Role by) {
        @Override
        public String toString() {
            return agreement.text() + " proposed by the " + by.text();
        }
    }

    ProtocolState {
        running = inOrder(Deadline.class, running);
        unheard = inOrder(Role.class, unheard);
        facts = inOrder(Fact.class, facts);
        usedOnce = Set.copyOf(usedOnce);
    }

    boolean isClosed() {
        return order.status() == OrderStatus.COMPLETED || order.status() == OrderStatus.CANCELLED && !owesRefund();
    }

    boolean isFinal() {
        return isClosed() && !running.contains(Deadline.APPEAL_BY);
    }

    boolean isDisputed() {
        return order.status() == OrderStatus.DISPUTED;
    }

    /** An admin has decided that a refund is due, and the freelancer has not paid it in time. */
    boolean isOverdueAsDecided() {
        return order.status() == OrderStatus.CANCELLED
                && order.payment() == PaymentStatus.REFUND_DUE
                && lastAction == OrderAction.RESOLVE
                && !running.contains(Deadline.REFUND_BY);
    }

    boolean isAtRest() {
        return isFinal() || isDisputed() || isOverdueAsDecided();
    }

    /** Whether this is a rest in which this party has lost what is theirs. */
    boolean isUnfairTo(Role party) {
        return party == Role.CLIENT
                ? isFinal() && isOwedMoney() && !(order.status() == OrderStatus.COMPLETED && is(Fact.DELIVERED))
                : isOverdueAsDecided() && (!isOwedMoney() || is(Fact.DELIVERED));
    }

    /** Whether the client has really paid, and has not got it back. */
    boolean isOwedMoney() {
        return is(Fact.PAID) && !is(Fact.REFUNDED);
    }

    boolean owesRefund() {
        return order.payment() == PaymentStatus.REFUND_DUE || order.payment() == PaymentStatus.REFUND_SENT;
    }

    boolean is(Fact fact) {
        return facts.contains(fact);
    }

    ProtocolState with(@Nullable OpenProposal open) {
        return new ProtocolState(order, lastAction, running, usedOnce, open, unheard, facts);
    }

    ProtocolState with(Fact fact) {
        EnumSet<Fact> more = EnumSet.of(fact);
        more.addAll(facts);
        return new ProtocolState(order, lastAction, running, usedOnce, proposal, unheard, more);
    }

    ProtocolState withoutWaitingFor(Set<Role> heard) {
        EnumSet<Role> left = EnumSet.noneOf(Role.class);
        left.addAll(unheard);
        left.removeAll(heard);
        ProtocolState after = new ProtocolState(order, lastAction, running, usedOnce, proposal, left, facts);
        return left.isEmpty() ? after.without(Deadline.RESPOND_BY) : after;
    }

    ProtocolState without(Deadline over) {
        EnumSet<Deadline> left = EnumSet.noneOf(Deadline.class);
        left.addAll(running);
        left.remove(over);
        return new ProtocolState(order, lastAction, left, usedOnce, proposal, unheard, facts);
    }

    /** What the API shows, without what really happened. */
    ProtocolState visible() {
        return new ProtocolState(order, lastAction, running, usedOnce, proposal, unheard, Set.of());
    }

    @Override
    public String toString() {
        List<String> texts = new ArrayList<>(List.of(order + " after " + lastAction.text()));
        addTo(texts, "running", running.stream().map(Deadline::text).toList());
        addTo(texts, "once used", usedOnce.stream().map(OrderState::toString).toList());
        if (proposal != null) {
            texts.add(proposal.toString());
        }
        addTo(texts, "not heard", unheard.stream().map(Role::text).toList());
        addTo(texts, "really", facts.stream().map(Fact::name).toList());
        return String.join(", ", texts);
    }

    private static void addTo(List<String> texts, String what, List<String> values) {
        if (!values.isEmpty()) {
            texts.add(what + " " + values.stream().collect(joining("+")));
        }
    }

    private static <E extends Enum<E>> Set<E> inOrder(Class<E> type, Collection<E> values) {
        EnumSet<E> ordered = EnumSet.noneOf(type);
        ordered.addAll(values);
        return Collections.unmodifiableSet(ordered);
    }
}
