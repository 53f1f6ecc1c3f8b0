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
 * A chat client that behaves as the documentation tells clients to: it reconnects whenever the socket ends, syncs the messages
 * that it missed, and sends again what was not acknowledged.
 */
final class ChatLoad implements Runnable {
    private static final long SEND_INTERVAL_MS = 250;
    private static final long RETRY_DELAY_MS = 1_000;
    private static final int MAX_UNACKNOWLEDGED = 8;
    /** A node that acknowledges nothing for this long is taken for dead. */
    private static final long NODE_TIMEOUT_MS = 6_000;

    private final LoadRun run;
    private final Ledger ledger;
    private final Person person;
    private final List<Person> peers;
    private final ApiClient api;
    private final URI address;
    private final Map<UUID, Unacknowledged> unacknowledged = new LinkedHashMap<>();
    private final Map<UUID, ReceivedMessages> received = new ConcurrentHashMap<>();
    private @Nullable WebSocketClient socket;
    private long lastProgressMs;
    private long reconnectDelayMs;
    private long nextSendMs;
    private long lastSyncMs;
    private boolean isSyncing;
    private int sent;
    private volatile boolean isFinished;
    private volatile boolean isSyncRequested;

    ChatLoad(LoadRun run, Ledger ledger, Person person, List<Person> peers, ApiClient api, URI address) {
        this.run = run;
        this.ledger = ledger;
        this.person = person;
        this.peers = peers;
        this.api = api;
        this.address = address;
    }

    Person person() {
        return person;
    }

    /** Whether every message that was sent is acknowledged, and no more are sent. */
    boolean isFinished() {
        return isFinished;
    }

    /** Makes the client sync once more, as a page does that becomes visible again. */
    void requestSync() {
        isSyncRequested = true;
    }

    /** The number up to which all messages of the conversation with this peer were received. */
    long receivedUpTo(UUID peer) {
        ReceivedMessages messages = received.get(peer);
        return messages == null ? 0 : messages.upTo();
    }

    /** The ids of the messages that were received in this conversation, by number. */
    Map<Long, UUID> messages(UUID peer) {
        ReceivedMessages messages = received.get(peer);
        return messages == null ? Map.of() : messages.messages();
    }

    @Override
    public void run() {
        try {
            while (!run.hasEnded()) {
                if (socket == null) {
                    connect();
                } else {
                    exchange(socket);
                }
            }
        } finally {
            disconnect("the end");
        }
    }

    private void connect() {
        run.pause(1 + reconnectDelayMs);
        reconnectDelayMs = ThreadLocalRandom.current().nextLong(1_000);
        try {
            socket = ThreadLocalRandom.current().nextBoolean()
                    ? WebSocketClient.open(address, Map.of("Authorization", "Bearer " + person.token()))
                    : WebSocketClient.open(URI.create(address + "?ticket=" + ticket()), Map.of());
            isSyncing = true;
            lastSyncMs = nowMs();
        } catch (WebSocketClient.BrokenSocket e) {
            run.count("handshake failed");
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

    private void exchange(WebSocketClient open) {
        try {
            if (run.isWriting() && nowMs() >= nextSendMs && unacknowledged.size() < MAX_UNACKNOWLEDGED) {
                nextSendMs = nowMs()
                        + SEND_INTERVAL_MS / 2
                        + ThreadLocalRandom.current().nextLong(SEND_INTERVAL_MS);
                sendMessage(open);
            }
            isFinished = !run.isWriting() && unacknowledged.isEmpty();
            boolean hasGap = received.values().stream().anyMatch(ReceivedMessages::hasGap);
            if (isSyncRequested || hasGap && !isSyncing && nowMs() - lastSyncMs > 1_000) {
                isSyncRequested = false;
                sync(open);
            }
            JsonNode frame = open.poll(20);
            if (frame != null) {
                handle(open, frame);
            } else if (open.end() != null) {
                disconnect("socket " + open.end());
            } else {
                retryOrDisconnect(open);
            }
        } catch (WebSocketClient.BrokenSocket e) {
            disconnect("socket broken");
        }
    }

    private void sendMessage(WebSocketClient open) {
        Person peer = peers.get(sent % peers.size());
        UUID id = UUID.randomUUID();
        String content = "s" + sent++ + " of " + person.fullName();
        Map<String, ?> frame =
                Map.of("type", "message.send", "receiver_id", peer.id(), "content", content, "client_msg_id", id);
        if (unacknowledged.isEmpty()) {
            lastProgressMs = nowMs();
        }
        unacknowledged.put(id, new Unacknowledged(frame, content, Long.MAX_VALUE));
        open.send(frame);
    }

    /** On one connection a message is sent again only if it was refused with a temporary error. */
    private void retryOrDisconnect(WebSocketClient open) {
        if (!unacknowledged.isEmpty() && nowMs() - lastProgressMs > NODE_TIMEOUT_MS) {
            disconnect("socket timed out");
            return;
        }
        for (Map.Entry<UUID, Unacknowledged> message : unacknowledged.entrySet()) {
            if (message.getValue().retryAtMs() < nowMs()) {
                message.setValue(message.getValue().retryAtMs(Long.MAX_VALUE));
                open.send(message.getValue().frame());
            }
        }
        if (isSyncing && nowMs() - lastSyncMs > NODE_TIMEOUT_MS) {
            disconnect("socket never synced");
        }
    }

    private void sync(WebSocketClient open) {
        Map<String, Long> seen = new HashMap<>();
        received.forEach((peer, messages) -> seen.put(peer.toString(), messages.upTo()));
        isSyncing = true;
        lastSyncMs = nowMs();
        open.send(Map.of("type", "sync", "seen", seen));
    }

    private void handle(WebSocketClient open, JsonNode frame) {
        switch (frame.path("type").asText()) {
            case "hello" -> {
                sync(open);
                lastProgressMs = nowMs();
                unacknowledged.values().forEach(message -> open.send(message.frame()));
            }
            case "message.new" -> receive(frame.path("message"));
            case "message.ack" -> {
                UUID id = UUID.fromString(frame.path("client_msg_id").asText());
                Unacknowledged message = unacknowledged.remove(id);
                if (message != null) {
                    lastProgressMs = nowMs();
                    run.count("message acknowledged");
                    ledger.messageAcknowledged(person, id, message.content(), frame.path("message"));
                }
                receive(frame.path("message"));
            }
            case "synced" -> {
                if (!frame.path("partial").isEmpty()) {
                    throw new AssertionError("more messages were missed than a sync returns: " + frame);
                }
                isSyncing = false;
                lastSyncMs = nowMs();
            }
            case "drain" -> reconnectDelayMs = frame.path("reconnect_after_ms").asLong();
            case "error" -> {
                run.count("socket error " + frame.path("status").asText());
                if (frame.path("status").asInt() < 500) {
                    throw new AssertionError(person.fullName() + " was refused: " + frame);
                }
                if (frame.has("client_msg_id")) {
                    UUID id = UUID.fromString(frame.path("client_msg_id").asText());
                    unacknowledged.computeIfPresent(id, (same, message) -> message.retryAtMs(nowMs() + RETRY_DELAY_MS));
                    lastProgressMs = nowMs();
                } else {
                    isSyncRequested = isSyncing;
                }
            }
            default -> {}
        }
    }

    private void receive(JsonNode message) {
        UUID sender = UUID.fromString(message.path("sender_id").asText());
        UUID peer = sender.equals(person.id())
                ? UUID.fromString(message.path("receiver_id").asText())
                : sender;
        received.computeIfAbsent(peer, first -> new ReceivedMessages())
                .add(
                        message.path("seq").asLong(),
                        UUID.fromString(message.path("id").asText()));
    }

    private void disconnect(String cause) {
        WebSocketClient closed = socket;
        socket = null;
        if (closed != null) {
            run.count(cause);
            closed.close();
        }
    }

    private static long nowMs() {
        return System.nanoTime() / 1_000_000;
    }

    private record Unacknowledged(Map<String, ?> frame, String content, long retryAtMs) {
        Unacknowledged retryAtMs(long time) {
            return new Unacknowledged(frame, content, time);
        }
    }
}
