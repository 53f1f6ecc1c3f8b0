/**
 * Messages between users. {@link dev.guildhall.chat.ChatService} saves a message; after the commit, the listeners of {@code
 * message.saved} push it.
 */
@NullMarked
package dev.guildhall.chat;

import org.jspecify.annotations.NullMarked;
