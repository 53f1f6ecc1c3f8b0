/**
 * What people say to each other. A message is saved, committed, and only then told: {@link dev.guildhall.chat.ChatService} writes,
 * {@link dev.guildhall.chat.ChatVerticle} holds this node's sockets and pushes.
 */
@NullMarked
package dev.guildhall.chat;

import org.jspecify.annotations.NullMarked;
