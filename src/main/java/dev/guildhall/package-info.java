/**
 * Guildhall is the backend of a freelance marketplace. A client orders a gig, pays the freelancer directly and submits
 * a proof of the payment; the freelancer confirms the payment, works and submits the work; the client approves it.
 * Both review each other, and they can send each other messages at any time.
 *
 * <p>A request enters through {@code http}, which asks {@code auth} who is calling. It is handled by one feature:
 * {@code user}, {@code gig}, {@code order}, {@code review}, {@code chat} or {@code moderation}. Each feature has the
 * same kinds of classes: Routes, Handler, Service, Repository. It ends in PostgreSQL, which also checks the rules
 * itself. After the commit an event is published on the {@code bus}, and {@code realtime} sends it to WebSockets.
 *
 * <p>To read on, begin with {@code app.Main} and {@code app.Wiring}, then follow one request from
 * {@code order.OrderRoutes} down.
 */
@NullMarked
package dev.guildhall;

import org.jspecify.annotations.NullMarked;
