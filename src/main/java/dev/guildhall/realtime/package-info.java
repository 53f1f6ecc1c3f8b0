/**
 * The WebSocket: frames, sockets and who is told what. {@link dev.guildhall.realtime.ChatVerticle} holds this node's sockets and pushes
 * what other packages have committed.
 */
@NullMarked
package dev.guildhall.realtime;

import org.jspecify.annotations.NullMarked;
