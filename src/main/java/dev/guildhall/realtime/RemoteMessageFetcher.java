package dev.guildhall.realtime;

import dev.guildhall.chat.MessageSaved;
import dev.guildhall.chat.MessageSavedRemotely;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the messages that other nodes tell of where one of the two people is here: one alone at once, and together those that come
 * while a read is under way. What it cannot read or keep is left to the safety net. Of one thread.
 */
final class RemoteMessageFetcher {
    private static final int MAX_AT_ONCE = 250;
    private static final int MAX_WAITING = 10_000;
    private static final Logger LOG = LoggerFactory.getLogger(RemoteMessageFetcher.class);

    private final Function<List<UUID>, Future<List<MessageSaved>>> messages;
    private final MessageDispatcher dispatcher;
    private final Deque<UUID> waiting = new ArrayDeque<>();
    private boolean isReading;

    RemoteMessageFetcher(Function<List<UUID>, Future<List<MessageSaved>>> messages, MessageDispatcher dispatcher) {
        this.messages = messages;
        this.dispatcher = dispatcher;
    }

    void fetch(MessageSavedRemotely saved) {
        if (dispatcher.isForThisNode(saved.sender(), saved.receiver()) && waiting.size() < MAX_WAITING) {
            waiting.add(saved.id());
            next();
        }
    }

    private void next() {
        if (isReading || waiting.isEmpty()) {
            return;
        }
        isReading = true;
        List<UUID> some = new ArrayList<>();
        while (!waiting.isEmpty() && some.size() < MAX_AT_ONCE) {
            some.add(waiting.remove());
        }
        messages.apply(some)
                .onSuccess(dispatcher::deliver)
                .onFailure(error -> LOG.debug("left to the safety net", error))
                .onComplete(done -> {
                    isReading = false;
                    next();
                });
    }
}
