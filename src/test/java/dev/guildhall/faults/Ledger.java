package dev.guildhall.faults;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guildhall.support.Person;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** What the server has acknowledged, as its clients know it. {@link ConsistencyCheck} compares the market with it. */
final class Ledger {
    final Map<UUID, Message> messages = new ConcurrentHashMap<>();
    final Map<UUID, List<String>> actionsByOrder = new ConcurrentHashMap<>();
    private final Map<List<UUID>, Long> readUpTo = new ConcurrentHashMap<>();
    private final LoadRun run;

    Ledger(LoadRun run) {
        this.run = run;
    }

    /** @param message the message in the acknowledgement, the first one or a repeated one */
    void messageAcknowledged(Person sender, UUID clientMsgId, String content, JsonNode message) {
        Message now = new Message(
                UUID.fromString(message.path("id").asText()),
                sender.id(),
                UUID.fromString(message.path("receiver_id").asText()),
                message.path("seq").asLong(),
                message.path("content").asText());
        Message before = messages.putIfAbsent(clientMsgId, now);
        if (before != null && !before.equals(now)
                || !now.content().equals(content)
                || !message.path("sender_id").asText().equals(sender.id().toString())) {
            throw new AssertionError("acknowledged as " + before + " and as " + now + " instead of " + content);
        }
        readAcknowledged(sender.id(), now.receiver(), now.seq());
        if (before == null) {
            run.countWrite();
        }
    }

    /** A user has read so far, or has sent a message with this number themselves. */
    void readAcknowledged(UUID reader, UUID peer, long upTo) {
        readUpTo.merge(List.of(reader, peer), upTo, Math::max);
    }

    long lastRead(UUID reader, UUID peer) {
        return readUpTo.getOrDefault(List.of(reader, peer), 0L);
    }

    /** @param actions all acknowledged actions on this order so far, in their order */
    void actionsAcknowledged(UUID order, List<String> actions) {
        actionsByOrder.put(order, List.copyOf(actions));
        run.countWrite();
    }

    record Message(UUID id, UUID sender, UUID receiver, long seq, String content) {}
}
