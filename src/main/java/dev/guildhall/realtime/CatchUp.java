package dev.guildhall.realtime;

import dev.guildhall.chat.ChatService;
import dev.guildhall.chat.ConversationCounters;
import dev.guildhall.chat.Message;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends a device what it lacks, conversation by conversation and oldest first, no faster than the device reads. One catching-up
 * runs at a time; of those asked for meanwhile the last one follows.
 */
final class CatchUp {
    /** How many conversations a hello tells of, and a sync looks through without being told. */
    static final int RECENT = 100;

    /** Of a longer gap only the newest are sent to who asked, and told to page the rest by REST. */
    private static final int MAX_OF_EACH = 500;

    /** A queue that has room for another batch has room for all of it, however its text is escaped. */
    private static final int MAX_BATCH_ROWS = 32;

    private final UUID user;
    private final ChatService chat;
    private final SocketWriteQueue writeQueue;
    private final Consumer<Frame> send;
    private final Consumer<Throwable> failed;
    private final BooleanSupplier isClosed;
    private boolean isRunning;
    private boolean isRepairing;
    private @Nullable Map<UUID, Long> asked;
    /** From where on messages are to be sent that nobody asked for. */
    private Map<UUID, Long> backlog = new HashMap<>();

    private Consumer<Throwable> onRepairFailure = error -> {};

    /** @param isOver whether nobody will read any more of it */
    CatchUp(
            UUID user,
            ChatService chat,
            SocketWriteQueue writeQueue,
            Consumer<Frame> send,
            Consumer<Throwable> failed,
            BooleanSupplier isClosed) {
        this.user = user;
        this.chat = chat;
        this.writeQueue = writeQueue;
        this.send = send;
        this.failed = failed;
        this.isClosed = isClosed;
    }

    /** @param seen how far the device has got with whom; a recent conversation that is absent counts as 0 */
    void begin(Map<UUID, Long> seen) {
        if (isRunning) {
            asked = seen;
            return;
        }
        List<UUID> partial = new ArrayList<>();
        run(RECENT, seen, partial)
                .onSuccess(done -> send.accept(new Frame.Synced(partial)))
                .onFailure(failed::accept)
                .onComplete(done -> next());
    }

    /**
     * Sends what was said after these, as if it were said now but no faster than the device reads.
     *
     * @param lost what becomes of the device if that cannot be read
     */
    void repair(Map<UUID, Long> after, Consumer<Throwable> lost) {
        after.forEach((peer, seq) -> backlog.merge(peer, seq, Math::min));
        onRepairFailure = lost;
        isRepairing = true;
        if (!isRunning) {
            next();
        }
    }

    /** Whether this message is left to a repair that is going on, so as not to overtake it. */
    boolean queues(UUID peer, long seq) {
        if (isRepairing) {
            backlog.merge(peer, seq - 1, Math::min);
        }
        return isRepairing;
    }

    /** @param partial gets those of whom not everything is sent; null: everything is */
    private Future<Void> run(int recent, Map<UUID, Long> seen, @Nullable List<UUID> partial) {
        isRunning = true;
        return chat.listToSync(user, recent, seen.keySet())
                .compose(conversations -> each(conversations.iterator(), seen, partial))
                .eventually(() -> {
                    isRunning = false;
                    return Future.succeededFuture();
                });
    }

    private void next() {
        Map<UUID, Long> next = asked;
        asked = null;
        if (next != null) {
            begin(next);
        } else if (backlog.isEmpty()) {
            isRepairing = false;
        } else {
            Map<UUID, Long> seen = backlog;
            backlog = new HashMap<>();
            run(0, seen, null).onFailure(onRepairFailure::accept).onComplete(done -> next());
        }
    }

    private Future<Void> each(
            Iterator<ConversationCounters> conversations, Map<UUID, Long> seen, @Nullable List<UUID> partial) {
        while (conversations.hasNext() && !isClosed.getAsBoolean()) {
            ConversationCounters conversation = conversations.next();
            long from = seen.getOrDefault(conversation.userId(), 0L);
            if (partial != null && conversation.lastSeq() - from > MAX_OF_EACH) {
                partial.add(conversation.userId());
                from = conversation.lastSeq() - MAX_OF_EACH;
            }
            if (from < conversation.lastSeq()) {
                return send(conversation, from).compose(done -> each(conversations, seen, partial));
            }
        }
        return Future.succeededFuture();
    }

    /** Reads only once the device can take it, so that nothing waits in memory but what its write queue counts. */
    private Future<Void> send(ConversationCounters conversation, long after) {
        return Future.<Void>future(ready -> writeQueue.whenWritable(ready::complete))
                .compose(ready -> isClosed.getAsBoolean()
                        ? Future.succeededFuture(List.<Message>of())
                        : chat.findMissing(user, conversation.userId(), after, MAX_BATCH_ROWS))
                .compose(messages -> {
                    messages.forEach(message -> send.accept(new Frame.MessageNew(message, conversation.unreadCount())));
                    // Fewer than asked for may be all that fit into one answer.
                    long last = messages.isEmpty()
                            ? conversation.lastSeq()
                            : messages.get(messages.size() - 1).seq();
                    return last < conversation.lastSeq() ? send(conversation, last) : Future.succeededFuture();
                });
    }
}
