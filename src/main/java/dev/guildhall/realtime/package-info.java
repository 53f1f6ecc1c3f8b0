/**
 * WebSockets: the handshake, the frames, and who is sent what. It uses {@code chat}, {@code order}, {@code review} and
 * {@code user} for the events that it sends; only {@code app} uses it. Begin with
 * {@link dev.guildhall.realtime.ChatVerticle}, which listens to the events, then
 * {@link dev.guildhall.realtime.ChatSocket}, one connection of one user; {@link dev.guildhall.realtime.SocketHub} has
 * all sockets of this node. {@link dev.guildhall.realtime.SafetyNet} finds in the database the messages whose events
 * were lost.
 */
@NullMarked
package dev.guildhall.realtime;

import org.jspecify.annotations.NullMarked;
