/**
 * Orders, from the placing to the approval or the cancellation. It uses {@code user} for the summaries of the two
 * parties; {@code realtime} uses the types of {@link dev.guildhall.order.OrderUpdated}, and {@code chat} and {@code review}
 * use {@link dev.guildhall.order.OrderAccess}, who may see an order. Begin with
 * {@link dev.guildhall.order.OrderTransitions}, the table of who may move an order from which state to which; then
 * {@link dev.guildhall.order.OrderService}, whose {@code move} is the only writer of an order's status.
 * {@link dev.guildhall.order.ProposalService} and {@link dev.guildhall.order.StatementService} are what the parties say to each other.
 * {@link dev.guildhall.order.MoveSql} has the statements that place an order and move it; {@code docs/order-lifecycle.md} explains the
 * rules.
 */
@NullMarked
package dev.guildhall.order;

import org.jspecify.annotations.NullMarked;
