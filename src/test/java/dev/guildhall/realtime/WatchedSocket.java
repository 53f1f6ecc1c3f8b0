package dev.guildhall.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.guildhall.support.Person;
import dev.guildhall.support.SocketContract;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client that checks everything that it sends and receives against the contract. */
final class WatchedSocket implements AutoCloseable {
    private static final int TIMEOUT_S = 20;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final SocketContract contract = SocketContract.INSTANCE;
    private final BlockingQueue<String> inbox = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closeCode = new CompletableFuture<>();
    private final Set<String> sentTypes = new TreeSet<>();
    private final Set<String> receivedTypes = new TreeSet<>();
    private final WebSocket socket;

    WatchedSocket(int port, Person person) {
        this.socket = HTTP.newWebSocketBuilder()
                .header("Authorization", "Bearer " + person.token())
                .buildAsync(URI.create("ws://127.0.0.1:" + port + "/ws/" + person.id()), new Inbox())
                .join();
    }

    /** The types of all frames sent so far. */
    Set<String> sentTypes() {
        return sentTypes;
    }

    /** The types of all frames received so far. */
    Set<String> receivedTypes() {
        return receivedTypes;
    }

    void send(Map<String, ?> frame) {
        JsonNode json = JSON.valueToTree(frame);
        assertThat(contract.violationsFromClient(json)).isEmpty();
        sentTypes.add(json.path("type").asText("message.send"));
        socket.sendText(json.toString(), true).join();
    }

    /** The next frame of this type; skips those before it. */
    JsonNode await(String type) throws InterruptedException, JsonProcessingException {
        JsonNode frame;
        do {
            String text = inbox.poll(TIMEOUT_S, TimeUnit.SECONDS);
            assertThat(text).as("the next frame, awaiting %s", type).isNotNull();
            frame = JSON.readTree(text);
            assertThat(contract.violationsFromServer(frame)).isEmpty();
            receivedTypes.add(frame.path("type").asText());
        } while (!frame.path("type").asText().equals(type));
        return frame;
    }

    int awaitClose() {
        return closeCode.orTimeout(TIMEOUT_S, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        socket.abort();
    }

    private final class Inbox implements WebSocket.Listener {
        private final StringBuilder parts = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean isLast) {
            parts.append(part);
            if (isLast) {
                inbox.add(parts.toString());
                parts.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            closeCode.complete(code);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            closeCode.completeExceptionally(error);
        }
    }
}
