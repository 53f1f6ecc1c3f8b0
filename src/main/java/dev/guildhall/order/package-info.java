/**
 * The life of an order. {@link dev.guildhall.order.OrderTransitions} is the table that says who may move an order from where to
 * where; {@link dev.guildhall.order.OrderService} is the only way to move one.
 */
@NullMarked
package dev.guildhall.order;

import org.jspecify.annotations.NullMarked;
