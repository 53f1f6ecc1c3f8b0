/**
 * Messages and conversations: saving, listing and read marks. It uses {@code order} for who may see the
 * messages of an order, and {@code user} for the total of unread messages. It knows nothing of WebSockets: {@code realtime} uses
 * this package, never the other way round. Begin with {@link dev.guildhall.chat.ChatService}, by which REST and the
 * socket save a message; once that is committed it publishes {@link dev.guildhall.chat.MessageSaved}. The statements
 * are in {@link dev.guildhall.chat.ChatSql}.
 */
@NullMarked
package dev.guildhall.chat;

import org.jspecify.annotations.NullMarked;
