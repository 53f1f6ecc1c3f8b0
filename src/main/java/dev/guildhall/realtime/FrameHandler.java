package dev.guildhall.realtime;

import dev.guildhall.chat.ChatService;
import dev.guildhall.chat.NewMessage;
import dev.guildhall.db.Database;
import dev.guildhall.db.UnitOfWork;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Does what the frames of one client ask for. */
final class FrameHandler {
    private static final long TYPING_INTERVAL_NS = 3_000_000_000L;

    private final UUID user;
    private final UUID connection;
    private final Database database;
    private final ChatService chat;
    private final CatchUp catchUp;
    private final Function<String, Future<Instant>> renewal;
    private long typedAt = System.nanoTime() - TYPING_INTERVAL_NS;

    /** @param renewal moves the end of the socket by a ticket, and returns the new end */
    FrameHandler(
            UUID user,
            UUID connection,
            Database database,
            ChatService chat,
            CatchUp catchUp,
            Function<String, Future<Instant>> renewal) {
        this.user = user;
        this.connection = connection;
        this.database = database;
        this.chat = chat;
        this.catchUp = catchUp;
        this.renewal = renewal;
    }

    /** Completes, with the reply if there is one, when the next frame may be handled. */
    Future<Optional<Frame>> handle(ClientFrame frame) {
        if (frame instanceof ClientFrame.Send send) {
            NewMessage message = send.message();
            return write(message.receiver(), work -> {
                        chat.admit(user, message);
                        return chat.send(work, user, message, connection);
                    })
                    .map(sent -> Optional.of(new Frame.MessageAck(message.clientMsgId(), sent.message())));
        }
        if (frame instanceof ClientFrame.Read read) {
            return write(read.peer(), work -> chat.markRead(work, user, read.peer(), read.upToSeq()))
                    .map(done -> Optional.empty());
        }
        if (frame instanceof ClientFrame.Renew renew) {
            return renewal.apply(renew.ticket())
                    .map(end -> Optional.of(new Frame.Renewed(end.atOffset(ZoneOffset.UTC))));
        }
        if (frame instanceof ClientFrame.Sync sync) {
            catchUp.sync(sync.seen());
        } else if (frame instanceof ClientFrame.Typing typing && System.nanoTime() - typedAt >= TYPING_INTERVAL_NS) {
            typedAt = System.nanoTime();
            chat.publishTyping(user, typing.peer());
        }
        return Future.succeededFuture(Optional.empty());
    }

    private <T> Future<T> write(UUID peer, Function<UnitOfWork, Future<T>> body) {
        return database.write(ChatService.lockKey(user, peer), body);
    }
}
