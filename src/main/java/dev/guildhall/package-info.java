/**
 * Guildhall is the backend of a freelance marketplace. A client orders a gig, pays the freelancer directly, and hands in the
 * proof; the freelancer confirms it, works and hands in; the client approves, both review each other, and they chat all the way.
 * A request enters through {@code http}, is answered by one of the features ({@code user}, {@code gig}, {@code order},
 * {@code review}, {@code chat}), each of which spells the same words (Routes, Handler, Service, Repository), and ends in
 * PostgreSQL, which refuses by itself what breaks a rule. What happened is told on the {@code bus} after its commit, and
 * {@code chat} pushes it to sockets. To read on, begin with {@code app.Main} and {@code app.Wiring}, then follow an order from
 * {@code order.OrderRoutes} down; {@code order.OrderTransitions} is what it is all about.
 */
@NullMarked
package dev.guildhall;

import org.jspecify.annotations.NullMarked;
