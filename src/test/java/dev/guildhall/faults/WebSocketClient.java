package dev.guildhall.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A WebSocket of the JDK's client; its frames are kept until they are polled. */
final class WebSocketClient implements WebSocket.Listener, AutoCloseable {
    private static final int TIMEOUT_S = 10;
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(TIMEOUT_S))
            .build();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final BlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();
    private final StringBuilder partialText = new StringBuilder();
    private volatile @Nullable String end;
    private @Nullable WebSocket socket;

    private WebSocketClient() {}

    /** @throws BrokenSocket if the handshake is refused or not answered in time */
    static WebSocketClient open(URI address, Map<String, String> headers) {
        WebSocketClient client = new WebSocketClient();
        WebSocket.Builder builder = HTTP.newWebSocketBuilder().connectTimeout(Duration.ofSeconds(TIMEOUT_S));
        headers.forEach(builder::header);
        client.socket = await(builder.buildAsync(address, client));
        return client;
    }

    /** @throws BrokenSocket if the frame cannot be sent */
    void send(Map<String, ?> frame) {
        WebSocket open = socket;
        if (open == null || end != null) {
            throw new BrokenSocket("the socket has ended");
        }
        try {
            await(open.sendText(JSON.writeValueAsString(frame), true));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Returns the next frame; null if there is none in that time. */
    @Nullable
    JsonNode poll(long ms) {
        try {
            return frames.poll(ms, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    /** The close code, or what broke the connection; null while it is open or frames are left to poll. */
    @Nullable
    String end() {
        return frames.isEmpty() ? end : null;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean isLast) {
        partialText.append(data);
        if (isLast) {
            try {
                frames.add(JSON.readTree(partialText.toString()));
            } catch (JsonProcessingException e) {
                end = "not JSON: " + partialText;
                from.abort();
            }
            partialText.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        end = String.valueOf(code);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        end = "cut";
    }

    @Override
    public void close() {
        WebSocket open = socket;
        if (open != null) {
            open.abort();
        }
    }

    private static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(TIMEOUT_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrokenSocket("interrupted");
        } catch (ExecutionException | TimeoutException e) {
            throw new BrokenSocket(String.valueOf(e.getMessage()));
        }
    }

    static final class BrokenSocket extends RuntimeException {
        private BrokenSocket(String message) {
            super(message);
        }
    }
}
