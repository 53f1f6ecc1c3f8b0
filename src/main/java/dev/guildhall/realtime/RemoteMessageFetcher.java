package dev.guildhall.realtime;

import dev.guildhall.chat.ChatService;
import dev.guildhall.chat.MessageSavedRemotely;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads messages that were saved on other nodes: a single one at once, and together those that are announced during a read. What it
 * cannot read or queue, the safety net delivers. Used by one thread.
 */
final class RemoteMessageFetcher {
    private static final int MAX_AT_ONCE = 250;
    private static final int MAX_WAITING = 10_000;
    private static final Logger LOG = LoggerFactory.getLogger(RemoteMessageFetcher.class);

    private final ChatService chat;
    private final MessageDispatcher dispatcher;
    private final Deque<UUID> waiting = new ArrayDeque<>();
    private boolean isReading;

    RemoteMessageFetcher(ChatService chat, MessageDispatcher dispatcher) {
        this.chat = chat;
        this.dispatcher = dispatcher;
    }

    void fetch(MessageSavedRemotely saved) {
        if (waiting.size() < MAX_WAITING) {
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
        chat.findSaved(some)
                .onSuccess(dispatcher::deliver)
                .onFailure(error ->
                        LOG.debug("Cannot read messages saved on other nodes; the safety net will deliver them", error))
                .onComplete(done -> {
                    isReading = false;
                    next();
                });
    }
}
