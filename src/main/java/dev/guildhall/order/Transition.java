package dev.guildhall.order;

/** One row of the table: this role may, by this action, move an order from one state to the other. */
record Transition(OrderAction action, Role by, OrderState from, OrderState to) {}
