package dev.guildhall.faults;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guildhall.support.ApiClient;
import dev.guildhall.support.Person;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Somebody on a socket, as the documentation has clients behave: it comes back after whatever ended it, asks for what it
 * missed, and repeats what was not acknowledged.
 */
final class ChatLoad implements Runnable {
    private static final long EVERY_MS = 250;
    private static final long AGAIN_AFTER_MS = 1_000;
    private static final int MAX_UNSURE = 8;
    /** Of a node that says nothing for so long it is thought that it never will. */
    private static final long DEAD_AFTER_MS = 6_000;

    private final LoadRun course;
    private final Ledger ledger;
    private final Person person;
    private final List<Person> peers;
    private final ApiClient api;
    private final URI address;
    private final Map<UUID, Unsure> unsure = new LinkedHashMap<>();
    private final Map<UUID, ReceivedMessages> heard = new ConcurrentHashMap<>();
    private @Nullable WebSocketClient line;
    private long progressAt;
    private long pauseMs;
    private long sayAt;
    private long syncedAt;
    private boolean isSyncing;
    private int said;
    private volatile boolean isCalm;
    private volatile boolean isToSync;

    ChatLoad(LoadRun course, Ledger ledger, Person person, List<Person> peers, ApiClient api, URI address) {
        this.course = course;
        this.ledger = ledger;
        this.person = person;
        this.peers = peers;
        this.api = api;
        this.address = address;
    }

    Person person() {
        return person;
    }

    /** Whether nothing is left to be acknowledged. */
    boolean isCalm() {
        return isCalm;
    }

    /** Has it look once more, as a page does that becomes visible. */
    void lookAgain() {
        isToSync = true;
    }

    /** Up to where everything said with this peer was seen, without a gap. */
    long seen(UUID peer) {
        ReceivedMessages all = heard.get(peer);
        return all == null ? 0 : all.upTo();
    }

    /** What was seen of it, by number. */
    Map<Long, UUID> messages(UUID peer) {
        ReceivedMessages all = heard.get(peer);
        return all == null ? Map.of() : all.messages();
    }

    @Override
    public void run() {
        try {
            while (!course.isOver()) {
                if (line == null) {
                    connect();
                } else {
                    turn(line);
                }
            }
        } finally {
            lose("the end");
        }
    }

    private void connect() {
        course.pause(1 + pauseMs);
        pauseMs = ThreadLocalRandom.current().nextLong(1_000);
        try {
            line = ThreadLocalRandom.current().nextBoolean()
                    ? WebSocketClient.open(address, Map.of("Authorization", "Bearer " + person.token()))
                    : WebSocketClient.open(URI.create(address + "?ticket=" + ticket()), Map.of());
            isSyncing = true;
            syncedAt = now();
        } catch (WebSocketClient.Broken e) {
            course.count("connect failed");
        }
    }

    private String ticket() {
        try {
            var answer = api.post("/ws-tickets", Map.of());
            return answer.status() == 201 ? answer.text("ticket") : "none";
        } catch (UncheckedIOException e) {
            return "none";
        }
    }

    private void turn(WebSocketClient open) {
        try {
            if (course.isWriting() && now() >= sayAt && unsure.size() < MAX_UNSURE) {
                sayAt = now() + EVERY_MS / 2 + ThreadLocalRandom.current().nextLong(EVERY_MS);
                say(open);
            }
            isCalm = !course.isWriting() && unsure.isEmpty();
            boolean hasGap = heard.values().stream().anyMatch(ReceivedMessages::hasGap);
            if (isToSync || hasGap && !isSyncing && now() - syncedAt > 1_000) {
                isToSync = false;
                sync(open);
            }
            JsonNode frame = open.poll(20);
            if (frame != null) {
                hear(open, frame);
            } else if (open.end() != null) {
                lose("socket " + open.end());
            } else {
                doubt(open);
            }
        } catch (WebSocketClient.Broken e) {
            lose("socket broken");
        }
    }

    private void say(WebSocketClient open) {
        Person peer = peers.get(said % peers.size());
        UUID id = UUID.randomUUID();
        String content = "s" + said++ + " of " + person.fullName();
        Map<String, ?> frame =
                Map.of("type", "message.send", "receiver_id", peer.id(), "content", content, "client_msg_id", id);
        if (unsure.isEmpty()) {
            progressAt = now();
        }
        unsure.put(id, new Unsure(frame, content, Long.MAX_VALUE));
        open.say(frame);
    }

    /** On one connection nothing is said twice, but for what was refused for the moment. */
    private void doubt(WebSocketClient open) {
        if (!unsure.isEmpty() && now() - progressAt > DEAD_AFTER_MS) {
            lose("socket deaf");
            return;
        }
        for (Map.Entry<UUID, Unsure> one : unsure.entrySet()) {
            if (one.getValue().againAt() < now()) {
                one.setValue(one.getValue().againAt(Long.MAX_VALUE));
                open.say(one.getValue().frame());
            }
        }
        if (isSyncing && now() - syncedAt > DEAD_AFTER_MS) {
            lose("socket never synced");
        }
    }

    private void sync(WebSocketClient open) {
        Map<String, Long> seen = new HashMap<>();
        heard.forEach((peer, all) -> seen.put(peer.toString(), all.upTo()));
        isSyncing = true;
        syncedAt = now();
        open.say(Map.of("type", "sync", "seen", seen));
    }

    private void hear(WebSocketClient open, JsonNode frame) {
        switch (frame.path("type").asText()) {
            case "hello" -> {
                sync(open);
                progressAt = now();
                unsure.values().forEach(one -> open.say(one.frame()));
            }
            case "message.new" -> take(frame.path("message"));
            case "message.ack" -> {
                UUID id = UUID.fromString(frame.path("client_msg_id").asText());
                Unsure mine = unsure.remove(id);
                if (mine != null) {
                    progressAt = now();
                    course.count("said");
                    ledger.acknowledged(person, id, mine.content(), frame.path("message"));
                }
                take(frame.path("message"));
            }
            case "synced" -> {
                if (!frame.path("partial").isEmpty()) {
                    throw new AssertionError("more was missed than a sync brings: " + frame);
                }
                isSyncing = false;
                syncedAt = now();
            }
            case "drain" -> pauseMs = frame.path("reconnect_after_ms").asLong();
            case "error" -> {
                course.count("socket error " + frame.path("status").asText());
                if (frame.path("status").asInt() < 500) {
                    throw new AssertionError(person.fullName() + " was refused: " + frame);
                }
                if (frame.has("client_msg_id")) {
                    UUID id = UUID.fromString(frame.path("client_msg_id").asText());
                    unsure.computeIfPresent(id, (same, one) -> one.againAt(now() + AGAIN_AFTER_MS));
                    progressAt = now();
                } else {
                    isToSync = isSyncing;
                }
            }
            default -> {}
        }
    }

    private void take(JsonNode message) {
        UUID sender = UUID.fromString(message.path("sender_id").asText());
        UUID peer = sender.equals(person.id())
                ? UUID.fromString(message.path("receiver_id").asText())
                : sender;
        heard.computeIfAbsent(peer, first -> new ReceivedMessages())
                .take(
                        message.path("seq").asLong(),
                        UUID.fromString(message.path("id").asText()));
    }

    private void lose(String how) {
        WebSocketClient gone = line;
        line = null;
        if (gone != null) {
            course.count(how);
            gone.close();
        }
    }

    private static long now() {
        return System.nanoTime() / 1_000_000;
    }

    private record Unsure(Map<String, ?> frame, String content, long againAt) {
        Unsure againAt(long time) {
            return new Unsure(frame, content, time);
        }
    }
}
