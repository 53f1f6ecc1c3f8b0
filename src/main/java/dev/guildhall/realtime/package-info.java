/**
 * The WebSocket. {@link dev.guildhall.realtime.SocketHub} holds the sockets of this node, {@link dev.guildhall.realtime.ChatVerticle}
 * pushes to them what other packages have committed.
 */
@NullMarked
package dev.guildhall.realtime;

import org.jspecify.annotations.NullMarked;
