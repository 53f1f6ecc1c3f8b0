package dev.guildhall.realtime;

import dev.guildhall.chat.MessageSaved;
import dev.guildhall.chat.MessageSavedElsewhere;
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
final class Elsewhere {
    private static final int MOST_AT_ONCE = 250;
    private static final int MOST_WAITING = 10_000;
    private static final Logger LOG = LoggerFactory.getLogger(Elsewhere.class);

    private final Function<List<UUID>, Future<List<MessageSaved>>> messages;
    private final Deliveries deliveries;
    private final Deque<UUID> waiting = new ArrayDeque<>();
    private boolean isReading;

    Elsewhere(Function<List<UUID>, Future<List<MessageSaved>>> messages, Deliveries deliveries) {
        this.messages = messages;
        this.deliveries = deliveries;
    }

    void fetch(MessageSavedElsewhere saved) {
        if (deliveries.concerns(saved.sender(), saved.receiver()) && waiting.size() < MOST_WAITING) {
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
        while (!waiting.isEmpty() && some.size() < MOST_AT_ONCE) {
            some.add(waiting.remove());
        }
        messages.apply(some)
                .onSuccess(deliveries::deliver)
                .onFailure(error -> LOG.debug("left to the safety net", error))
                .onComplete(done -> {
                    isReading = false;
                    next();
                });
    }
}
