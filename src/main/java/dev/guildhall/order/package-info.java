/**
 * The lifecycle of orders. {@link dev.guildhall.order.OrderTransitions} is the table of all allowed moves; only {@link
 * dev.guildhall.order.OrderService} moves an order.
 */
@NullMarked
package dev.guildhall.order;

import org.jspecify.annotations.NullMarked;
