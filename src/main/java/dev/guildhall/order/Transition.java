package dev.guildhall.order;

import org.jspecify.annotations.Nullable;

/**
 * One row of the transition table: this role may move an order from one state to the other by this action.
 *
 * @param follows the last action of the order must be this one; null: any
 * @param once whether an order makes this move once at most
 */
record Transition(
        OrderAction action,
        Role by,
        OrderState from,
        OrderState to,
        @Nullable OrderAction follows,
        boolean once) {

    boolean isPossible(OrderAction lastAction) {
        return follows == null || follows == lastAction;
    }
}
