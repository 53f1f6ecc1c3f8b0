package dev.guildhall.bench;

import dev.guildhall.support.Jwt;
import dev.guildhall.support.Person;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/** Sockets that connect all at once, as after the failure of a node. All of it runs on one event loop. */
final class ManySockets implements AutoCloseable {
    private static final int MAX_WAIT_S = 60;

    private final Context loop;
    private final int port;
    private final WebSocketClient client;
    private final List<Person> people;
    private final int number;
    private final List<ClientWebSocket> sockets = new ArrayList<>();

    ManySockets(Vertx vertx, int port, List<Person> people, int number) {
        this.loop = vertx.getOrCreateContext();
        this.port = port;
        this.people = people;
        this.number = number;
        this.client = vertx.createWebSocketClient(new WebSocketClientOptions().setMaxConnections(number));
    }

    /** Connects all of them; each is done when it is in sync. */
    Load connect() throws TimeoutException {
        Histogram inSync = new Histogram(3);
        Promise<Object> all = Promise.promise();
        long start = System.nanoTime();
        loop.runOnContext(now -> Future.all(IntStream.range(0, number)
                        .mapToObj(n -> connect(people.get(n % people.size()))
                                .onSuccess(done -> inSync.recordValue(System.nanoTime() - start)))
                        .toList())
                .<Object>mapEmpty()
                .onComplete(all));
        all.future().await(MAX_WAIT_S, TimeUnit.SECONDS);
        return new Load(number, (System.nanoTime() - start) / 1e9, inSync, new Histogram(3));
    }

    private Future<Void> connect(Person person) {
        Promise<Void> inSync = Promise.promise();
        ClientWebSocket socket = client.webSocket();
        sockets.add(socket);
        socket.textMessageHandler(text -> {
            JsonObject frame = new JsonObject(text);
            switch (frame.getString("type")) {
                case "hello" -> socket.writeTextMessage(sync(frame)).onFailure(inSync::tryFail);
                case "synced" -> inSync.tryComplete();
                case "error" -> inSync.tryFail(text);
                default -> {
                    // Messages that are missing.
                }
            }
        });
        socket.closeHandler(closed -> inSync.tryFail("the node has closed a socket: " + socket.closeReason()));
        socket.connect(new WebSocketConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(port)
                        .setURI("/ws/" + person.id())
                        .setAllowOriginHeader(false)
                        .putHeader("Authorization", "Bearer " + Jwt.of(person.id())))
                .onFailure(inSync::tryFail);
        return inSync.future();
    }

    /** Asks for what is missing, as a client that had seen everything before. */
    private static String sync(JsonObject hello) {
        JsonObject seen = new JsonObject();
        hello.getJsonArray("conversations").stream()
                .map(JsonObject.class::cast)
                .forEach(conversation -> seen.put(conversation.getString("user_id"), conversation.getLong("last_seq")));
        return new JsonObject().put("type", "sync").put("seen", seen).encode();
    }

    void disconnect() throws TimeoutException {
        Future.join(sockets.stream().map(ClientWebSocket::close).toList()).await(MAX_WAIT_S, TimeUnit.SECONDS);
        sockets.clear();
    }

    @Override
    public void close() {
        client.close().await();
    }
}
