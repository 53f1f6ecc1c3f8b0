/**
 * What people say to each other. {@link dev.guildhall.chat.ChatService} saves a message; once it is committed, whoever listens to
 * {@code message.saved} pushes it.
 */
@NullMarked
package dev.guildhall.chat;

import org.jspecify.annotations.NullMarked;
