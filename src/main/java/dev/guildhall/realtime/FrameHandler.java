package dev.guildhall.realtime;

import dev.guildhall.chat.ChatService;
import dev.guildhall.chat.NewMessage;
import dev.guildhall.db.Database;
import io.vertx.core.Future;
import java.util.UUID;
import java.util.function.Consumer;

/** What a device asks for by its frames, done for the person it belongs to. */
final class FrameHandler {
    private static final long TYPING_EVERY_NS = 3_000_000_000L;

    private final UUID user;
    private final UUID connection;
    private final Database database;
    private final ChatService chat;
    private final CatchUp catchUp;
    private final Consumer<Frame> reply;
    private long typedAt = System.nanoTime() - TYPING_EVERY_NS;

    FrameHandler(
            UUID user, UUID connection, Database database, ChatService chat, CatchUp catchUp, Consumer<Frame> reply) {
        this.user = user;
        this.connection = connection;
        this.database = database;
        this.chat = chat;
        this.catchUp = catchUp;
        this.reply = reply;
    }

    /** Completes when the next frame may be taken. */
    Future<Void> handle(ClientFrame frame) {
        if (frame instanceof ClientFrame.Send send) {
            NewMessage message = send.message();
            return database.write(
                            ChatService.lockKey(user, message.receiver()),
                            work -> Future.succeededFuture()
                                    .compose(start -> chat.send(work, user, send.message(), connection)))
                    .onSuccess(sent ->
                            reply.accept(new Frame.MessageAck(send.message().clientMsgId(), sent.message())))
                    .mapEmpty();
        } else if (frame instanceof ClientFrame.Read read) {
            return database.write(
                            ChatService.lockKey(user, read.peer()),
                            work -> Future.succeededFuture()
                                    .compose(start -> chat.markRead(work, user, read.peer(), read.upToSeq())))
                    .mapEmpty();
        } else if (frame instanceof ClientFrame.Sync sync) {
            catchUp.begin(sync.seen());
        } else if (frame instanceof ClientFrame.Typing typing && System.nanoTime() - typedAt >= TYPING_EVERY_NS) {
            typedAt = System.nanoTime();
            chat.publishTyping(user, typing.peer());
        }
        return Future.succeededFuture();
    }
}
