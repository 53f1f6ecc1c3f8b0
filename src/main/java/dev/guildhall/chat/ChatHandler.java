package dev.guildhall.chat;

import dev.guildhall.http.Body;
import dev.guildhall.http.PageRequest;
import dev.guildhall.http.Query;
import dev.guildhall.http.Reply;
import dev.guildhall.http.Request;
import io.vertx.core.Future;
import java.util.UUID;

/** Messages and conversations at the edge. */
final class ChatHandler {
    private final ChatService chat;

    ChatHandler(ChatService chat) {
        this.chat = chat;
    }

    Future<Reply> send(Request request) {
        Body body = request.body();
        NewMessage message = NewMessage.from(body);
        body.check();
        UUID sender = request.caller().id();
        return request.write(
                ChatService.lock(sender, message.receiver()),
                work -> chat.send(work, sender, message, null)
                        .map(sent -> sent.isNew()
                                ? Reply.created(sent.message(), "/messages/" + message.receiver())
                                : Reply.ok(sent.message())),
                chat::find);
    }

    Future<Reply> list(Request request) {
        UUID peer = request.id("user_id");
        Query query = request.query();
        long after = query.number("after_seq", 0);
        long before = query.number("before_seq", Long.MAX_VALUE);
        PageRequest page = request.page(query);
        return chat.list(request.caller().id(), peer, after, before, page).map(Reply::ok);
    }

    Future<Reply> listOfOrder(Request request) {
        UUID order = request.id("id");
        PageRequest page = request.page(request.query());
        return chat.listOfOrder(order, request.caller(), page).map(Reply::ok);
    }

    Future<Reply> conversations(Request request) {
        PageRequest page = request.page(request.query());
        return chat.conversations(request.caller().id(), page).map(Reply::ok);
    }

    Future<Reply> conversation(Request request) {
        UUID peer = request.id("user_id");
        request.query().check();
        return chat.conversation(request.caller().id(), peer).map(Reply::ok);
    }

    Future<Reply> read(Request request) {
        UUID peer = request.id("user_id");
        Body body = request.body();
        long upToSeq = body.number("up_to_seq");
        body.check();
        UUID reader = request.caller().id();
        return request.write(
                ChatService.lock(reader, peer),
                work -> chat.read(work, reader, peer, upToSeq)
                        .map(reading -> Reply.ok(
                                new ReadJson(reading.lastReadSeq(), reading.lastSeq() - reading.lastReadSeq()))));
    }

    private record ReadJson(long lastReadSeq, long unreadCount) {}
}
