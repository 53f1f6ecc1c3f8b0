package dev.guildhall.realtime;

import dev.guildhall.chat.ChatService;
import dev.guildhall.chat.ConversationCounters;
import dev.guildhall.chat.Message;
import dev.guildhall.db.Steps;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a client the messages that it missed, conversation by conversation and oldest first, no faster than the client reads. One
 * run at a time; of the syncs requested meanwhile only the last one follows.
 */
final class CatchUp {
    /** How many conversations a hello contains, and how many a sync reads besides those that it names. */
    static final int RECENT = 100;

    /** The maximum number of messages of one conversation in a sync: the newest; the client reads older ones by REST. */
    private static final int MAX_OF_EACH = 500;

    /** A queue that has room for another batch has room for all of it, however its text is escaped. */
    private static final int MAX_BATCH_ROWS = 32;

    private static final Logger LOG = LoggerFactory.getLogger(CatchUp.class);

    private final UUID user;
    private final ChatService chat;
    private final ChatSocket socket;
    private boolean isRunning;
    private boolean isRepairing;
    private @Nullable Map<UUID, Long> nextSync;
    /** For each user, after which seq messages are to be sent that no sync requested. */
    private Map<UUID, Long> backlog = new HashMap<>();

    CatchUp(UUID user, ChatService chat, ChatSocket socket) {
        this.user = user;
        this.chat = chat;
        this.socket = socket;
    }

    /** @param seen the last seq that the client has of each user; a recent conversation that is absent counts as 0 */
    void sync(Map<UUID, Long> seen) {
        if (isRunning) {
            nextSync = seen;
            return;
        }
        List<UUID> partial = new ArrayList<>();
        run(RECENT, seen, partial)
                .onSuccess(done -> socket.send(new Frame.Synced(partial)))
                .onFailure(socket::sendError)
                .onComplete(done -> next());
    }

    /** Sends the messages after these, as if they were new but no faster than the client reads. */
    void repair(Map<UUID, Long> after) {
        after.forEach((peer, seq) -> backlog.merge(peer, seq, Math::min));
        isRepairing = true;
        if (!isRunning) {
            next();
        }
    }

    /** If a repair is running, leaves this message to it, so that it does not overtake older ones; returns whether it did. */
    boolean queueIfRepairing(UUID peer, long seq) {
        if (isRepairing) {
            backlog.merge(peer, seq - 1, Math::min);
        }
        return isRepairing;
    }

    /** @param partial gets the users of whom not everything is sent; null: everything is */
    private Future<Void> run(int recent, Map<UUID, Long> seen, @Nullable List<UUID> partial) {
        isRunning = true;
        return chat.listToSync(user, recent, seen.keySet())
                .compose(conversations -> sendEach(conversations.iterator(), seen, partial))
                .eventually(() -> {
                    isRunning = false;
                    return Future.succeededFuture();
                });
    }

    private void next() {
        Map<UUID, Long> seen = nextSync;
        nextSync = null;
        if (seen != null) {
            sync(seen);
        } else if (backlog.isEmpty()) {
            isRepairing = false;
        } else {
            Map<UUID, Long> after = backlog;
            backlog = new HashMap<>();
            run(0, after, null).onFailure(this::repairFailed).onComplete(done -> next());
        }
    }

    /** The client does not know that it missed something, and will only sync after it has connected again. */
    private void repairFailed(Throwable error) {
        LOG.debug("Cannot read the messages that socket {} missed, closing it", socket.id(), error);
        socket.close(CloseCode.TRY_LATER);
    }

    private Future<Void> sendEach(
            Iterator<ConversationCounters> conversations, Map<UUID, Long> seen, @Nullable List<UUID> partial) {
        return Steps.repeat(
                        conversations,
                        each -> each.hasNext() && !socket.isClosing(),
                        each -> sendMissing(each.next(), seen, partial).map(each))
                .mapEmpty();
    }

    private Future<Long> sendMissing(
            ConversationCounters conversation, Map<UUID, Long> seen, @Nullable List<UUID> partial) {
        long from = seen.getOrDefault(conversation.userId(), 0L);
        if (partial != null && conversation.lastSeq() - from > MAX_OF_EACH) {
            partial.add(conversation.userId());
            from = conversation.lastSeq() - MAX_OF_EACH;
        }
        return Steps.repeat(
                from,
                last -> last < conversation.lastSeq() && !socket.isClosing(),
                last -> sendBatch(conversation, last));
    }

    /** Reads only once the client can take it, so that no messages wait in memory besides those that its write queue counts. */
    private Future<Long> sendBatch(ConversationCounters conversation, long after) {
        return Future.<Void>future(ready -> socket.whenWritable(ready::complete))
                .compose(ready -> socket.isClosing()
                        ? Future.succeededFuture(List.<Message>of())
                        : chat.findMissing(user, conversation.userId(), after, MAX_BATCH_ROWS))
                .map(messages -> {
                    messages.forEach(message -> socket.send(new Frame.MessageNew(message, conversation.unreadCount())));
                    // Fewer than asked for need not be all: their text is bounded.
                    return messages.isEmpty()
                            ? conversation.lastSeq()
                            : messages.get(messages.size() - 1).seq();
                });
    }
}
