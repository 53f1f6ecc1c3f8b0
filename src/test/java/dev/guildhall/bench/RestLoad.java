package dev.guildhall.bench;

import dev.guildhall.bench.Operation.Request;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Sends requests of one operation on connections that are kept. All of it runs on one event loop. */
final class RestLoad implements AutoCloseable {
    private static final int MAX_WAIT_S = 30;
    private static final int OVERLOADED = 503;

    private final Context loop;
    private final HttpClient client;
    private final int connections;

    /** @param connections how many at most; what finds none waits for one */
    RestLoad(Vertx vertx, int port, int connections) {
        this.loop = vertx.getOrCreateContext();
        this.connections = connections;
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setDefaultHost("127.0.0.1").setDefaultPort(port),
                new PoolOptions().setHttp1MaxSize(connections));
    }

    /** Each connection sends the next request when it has the response to the last: as much as the node can do. */
    Load closed(Operation operation, int seconds) throws TimeoutException {
        Run run = new Run(operation);
        long end = run.start + TimeUnit.SECONDS.toNanos(seconds);
        await(() -> Future.all(IntStream.range(0, connections)
                .mapToObj(connection -> {
                    Promise<Void> ended = Promise.promise();
                    sendUntil(end, run, ended);
                    return ended.future();
                })
                .toList()));
        return run.load();
    }

    private void sendUntil(long end, Run run, Promise<Void> ended) {
        long now = System.nanoTime();
        Future<Void> response = now < end ? run.begin(now) : null;
        if (response == null) {
            ended.complete();
            return;
        }
        response.onSuccess(done -> sendUntil(end, run, ended)).onFailure(ended::fail);
    }

    /** Requests begin at this rate; their latencies count from when they should begin, the wait for a connection included. */
    Load open(Operation operation, int rate, int seconds) throws TimeoutException {
        Run run = new Run(operation);
        List<Future<Void>> responses = new ArrayList<>();
        OpenLoop.run(loop, rate, seconds, (number, due) -> {
            Future<Void> response = run.begin(due);
            if (response != null) {
                responses.add(response);
            }
        });
        await(() -> Future.all(responses));
        return run.load();
    }

    private void await(Supplier<Future<?>> responses) throws TimeoutException {
        Promise<Object> all = Promise.promise();
        loop.runOnContext(now -> responses.get().<Object>mapEmpty().onComplete(all));
        all.future().await(MAX_WAIT_S, TimeUnit.SECONDS);
    }

    /** Returns the status. */
    private Future<Integer> send(Request request) {
        return client.request(new RequestOptions().setMethod(request.method()).setURI(request.path()))
                .compose(opened -> sendOn(opened, request));
    }

    private static Future<Integer> sendOn(HttpClientRequest opened, Request request) {
        if (request.caller() != null) {
            opened.putHeader("Authorization", "Bearer " + request.caller().token());
        }
        if (!request.body().isEmpty()) {
            opened.putHeader("Content-Type", "application/json");
        }
        return (request.body().isEmpty() ? opened.send() : opened.send(request.body()))
                .compose(response -> response.body().map(body -> {
                    if (response.statusCode() != request.expectedStatus() && response.statusCode() != OVERLOADED) {
                        throw new IllegalStateException("expected " + request.expectedStatus() + ", but "
                                + request.method() + " " + request.path() + " was answered with "
                                + response.statusCode() + " " + body);
                    }
                    return response.statusCode();
                }));
    }

    @Override
    public void close() {
        client.close().await();
    }

    private final class Run {
        private final Operation operation;
        private final Histogram served = new Histogram(3);
        private final Histogram refused = new Histogram(3);
        private final long start = System.nanoTime();
        private int asked;

        private Run(Operation operation) {
            this.operation = operation;
        }

        /**
         * Null if there can be no more requests.
         *
         * @param due when it should begin, by {@link System#nanoTime}
         */
        @Nullable
        Future<Void> begin(long due) {
            Request request = operation.requests().get();
            if (request == null) {
                return null;
            }
            asked++;
            return send(request)
                    .onSuccess(status -> (status == OVERLOADED ? refused : served).recordValue(System.nanoTime() - due))
                    .mapEmpty();
        }

        Load load() {
            return new Load(asked, (System.nanoTime() - start) / 1e9, served, refused);
        }
    }
}
