package dev.guildhall.chat;

import dev.guildhall.http.Body;
import dev.guildhall.http.Paging;
import dev.guildhall.http.Query;
import dev.guildhall.http.Reply;
import dev.guildhall.http.Request;
import io.vertx.core.Future;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/** Reads the requests about messages and conversations and makes their responses. */
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
        AtomicBoolean isAdmitted = new AtomicBoolean();
        return request.writeShared(
                ChatService.lockKey(sender, message.receiver()),
                chat.sharing(sender, message.receiver()),
                work -> {
                    // The message counts once, however often it has to be tried.
                    if (!isAdmitted.get()) {
                        chat.admit(sender, message);
                        isAdmitted.set(true);
                    }
                    return chat.send(work, sender, message, null)
                            .map(sent -> sent.isNew()
                                    ? Reply.created(sent.message(), "/messages/" + message.receiver())
                                    : Reply.ok(sent.message()));
                },
                chat::find);
    }

    Future<Reply> list(Request request) {
        UUID peer = request.id("user_id");
        Query query = request.query();
        long after = query.number("after_seq", 0);
        long before = query.number("before_seq", Long.MAX_VALUE);
        Paging paging = request.paging(query);
        return chat.list(request.caller().id(), peer, after, before, paging.page())
                .map(paging::reply);
    }

    Future<Reply> listOfOrder(Request request) {
        UUID order = request.id("id");
        Paging paging = request.paging();
        return chat.listOfOrder(order, request.caller(), paging.page()).map(paging::reply);
    }

    Future<Reply> listConversations(Request request) {
        Paging paging = request.paging();
        return chat.listConversations(request.caller().id(), paging.page()).map(paging::reply);
    }

    Future<Reply> findConversation(Request request) {
        UUID peer = request.id("user_id");
        request.query().check();
        return chat.findConversation(request.caller().id(), peer).map(Reply::ok);
    }

    Future<Reply> markRead(Request request) {
        UUID peer = request.id("user_id");
        Body body = request.body();
        long upToSeq = body.number("up_to_seq");
        body.check();
        UUID reader = request.caller().id();
        return request.write(
                ChatService.lockKey(reader, peer),
                work -> chat.markRead(work, reader, peer, upToSeq)
                        .map(mark -> Reply.ok(new ReadJson(mark.lastReadSeq(), mark.lastSeq() - mark.lastReadSeq()))));
    }

    private record ReadJson(long lastReadSeq, long unreadCount) {}
}
