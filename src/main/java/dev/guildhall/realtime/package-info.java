/**
 * WebSockets: the handshake, the frames, and who is sent what. It sends the events of {@code chat}, {@code order} and
 * {@code review}, and asks {@code user} whose account is still good; only {@code app} uses it. Begin with
 * {@link dev.guildhall.realtime.ChatVerticle}, which listens to the events, then
 * {@link dev.guildhall.realtime.ChatSocket}, one connection of one user; {@link dev.guildhall.realtime.SocketHub} has
 * all sockets of this node. {@link dev.guildhall.realtime.SafetyNet} finds in the database the messages whose events
 * were lost.
 */
@NullMarked
package dev.guildhall.realtime;

import org.jspecify.annotations.NullMarked;
