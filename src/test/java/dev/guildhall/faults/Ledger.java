package dev.guildhall.faults;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guildhall.support.Person;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** What was acknowledged to whom: the books that the market's are held against. */
final class Ledger {
    final Map<UUID, Said> said = new ConcurrentHashMap<>();
    final Map<UUID, List<String>> deeds = new ConcurrentHashMap<>();
    private final Map<List<UUID>, Long> read = new ConcurrentHashMap<>();
    private final LoadRun course;

    Ledger(LoadRun course) {
        this.course = course;
    }

    /** @param message as it was acknowledged, for the first time or again */
    void acknowledged(Person sender, UUID clientMsgId, String content, JsonNode message) {
        Said now = new Said(
                UUID.fromString(message.path("id").asText()),
                sender.id(),
                UUID.fromString(message.path("receiver_id").asText()),
                message.path("seq").asLong(),
                message.path("content").asText());
        Said before = said.putIfAbsent(clientMsgId, now);
        if (before != null && !before.equals(now)
                || !now.content().equals(content)
                || !message.path("sender_id").asText().equals(sender.id().toString())) {
            throw new AssertionError("acknowledged as " + before + " and as " + now + " instead of " + content);
        }
        read(sender.id(), now.receiver(), now.seq());
        if (before == null) {
            course.effect();
        }
    }

    /** Somebody has read so far, be it by saying something themselves. */
    void read(UUID reader, UUID peer, long upTo) {
        read.merge(List.of(reader, peer), upTo, Math::max);
    }

    long lastRead(UUID reader, UUID peer) {
        return read.getOrDefault(List.of(reader, peer), 0L);
    }

    /** An order after all that was done to it, in turn. */
    void done(UUID order, List<String> actions) {
        deeds.put(order, List.copyOf(actions));
        course.effect();
    }

    record Said(UUID id, UUID sender, UUID receiver, long seq, String content) {}
}
