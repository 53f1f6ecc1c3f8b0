package dev.guildhall.order;

/** One row of the transition table: this role may move an order from one state to the other by this action. */
record Transition(OrderAction action, Role by, OrderState from, OrderState to) {}
