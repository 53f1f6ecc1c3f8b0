package dev.guildhall.order;

import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One row of the transition table: this role may move an order from one state to the other by this action.
 *
 * @param follows the last action of the order must be one of these; empty: any
 * @param once whether an order makes this move once at most
 * @param until the move is possible only while this deadline runs; null: at any time
 * @param deadline the system makes the move once this deadline is over; null: it is not the system's move
 */
record Transition(
        OrderAction action,
        Role by,
        OrderState from,
        OrderState to,
        Set<OrderAction> follows,
        boolean once,
        @Nullable Deadline until,
        @Nullable Deadline deadline) {

    Transition {
        follows = Set.copyOf(follows);
    }

    boolean isPossibleAfter(OrderAction lastAction) {
        return follows.isEmpty() || follows.contains(lastAction);
    }

    /** Whether the state of the order is enough: it needs no look at its history, deadlines and proposals. */
    boolean isAlwaysPossible() {
        return follows.isEmpty()
                && !once
                && until == null
                && deadline == null
                && switch (action) {
                    case RESOLVE, AGREE_EXTEND, AGREE_CANCEL -> false;
                    default -> true;
                };
    }

    /** Whether it changes rows of users, which keep how many orders are completed and which refunds are owed. */
    boolean changesUsers() {
        return Stream.of(from, to)
                .anyMatch(state ->
                        state.status() == OrderStatus.COMPLETED || state.payment() == PaymentStatus.REFUND_DUE);
    }
}
