package dev.guildhall.bench;

import dev.guildhall.support.Jwt;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.HdrHistogram.Histogram;

/** {@value #PAIRS} clients who write to a freelancer each, all of them connected. All of it runs on one event loop. */
final class ChatLoad implements AutoCloseable {
    private static final int PAIRS = 50;
    private static final int MAX_CONNECT_S = 30;
    private static final int MAX_LATE_MS = 5_000;

    private final Vertx vertx;
    private final Context loop;
    private final int port;
    private final WebSocketClient client;
    private final List<UUID> receivers = new ArrayList<>();
    private final List<WebSocket> senders = new ArrayList<>();
    private Run run = new Run(0, 0);

    ChatLoad(Vertx vertx, int port, BenchMarket market) throws TimeoutException {
        this.vertx = vertx;
        this.port = port;
        loop = vertx.getOrCreateContext();
        client = vertx.createWebSocketClient(new WebSocketClientOptions().setMaxConnections(2 * PAIRS));
        for (int pair = 0; pair < PAIRS; pair++) {
            UUID receiver = market.freelancerOfConversation(pair);
            receivers.add(receiver);
            connect(receiver);
            senders.add(connect(market.clientOfConversation(pair).id()));
        }
    }

    @Override
    public void close() {
        client.close().await();
    }

    private WebSocket connect(UUID user) throws TimeoutException {
        ClientWebSocket socket = client.webSocket();
        socket.textMessageHandler(this::receive);
        socket.closeHandler(closed -> run.ended.tryFail("the node has closed a socket: " + socket.closeReason()));
        return socket.connect(new WebSocketConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(port)
                        .setURI("/ws/" + user)
                        // With one it would be taken for a page of another site.
                        .setAllowOriginHeader(false)
                        .putHeader("Authorization", "Bearer " + Jwt.of(user)))
                .await(MAX_CONNECT_S, TimeUnit.SECONDS);
    }

    /** Sends messages at this rate, and waits some seconds for those that are late. */
    Load open(int rate, int seconds) {
        Run next = new Run(run.number + 1, rate * seconds);
        loop.runOnContext(now -> run = next);
        long start = System.nanoTime();
        OpenLoop.run(loop, rate, seconds, (number, due) -> {
            int pair = number % PAIRS;
            senders.get(pair)
                    .writeTextMessage(next.frame(receivers.get(pair), number, due))
                    .onFailure(next.ended::tryFail);
        });
        loop.runOnContext(now -> vertx.setTimer(MAX_LATE_MS, late -> next.ended.tryComplete()));
        next.ended.future().await();
        return new Load(next.messages, (System.nanoTime() - start) / 1e9, next.latencies, new Histogram(3));
    }

    private void receive(String text) {
        JsonObject frame = new JsonObject(text);
        switch (frame.getString("type")) {
            case "message.new" -> run.receive(frame.getJsonObject("message").getString("content"));
            case "error" -> run.ended.tryFail("a message was refused: " + text);
            default -> {
                // The first frame, and acks.
            }
        }
    }

    private static final class Run {
        private final int number;
        private final int messages;
        private final BitSet received = new BitSet();
        private final Histogram latencies = new Histogram(3);
        private final Promise<Void> ended = Promise.promise();

        private Run(int number, int messages) {
            this.number = number;
            this.messages = messages;
        }

        private String frame(UUID receiver, int message, long due) {
            return """
                    {"type": "message.send", "receiver_id": "%s", "content": "%d %d %d Hello, how is the work going? Regards."}""".formatted(receiver, number, message, due);
        }

        private void receive(String content) {
            String[] words = content.split(" ", 4);
            int message = Integer.parseInt(words[1]);
            // A message may come more than once, and one of an earlier run late.
            if (Integer.parseInt(words[0]) == number && !ended.future().isComplete() && !received.get(message)) {
                received.set(message);
                latencies.recordValue(System.nanoTime() - Long.parseLong(words[2]));
                if (received.cardinality() == messages) {
                    ended.complete();
                }
            }
        }
    }
}
