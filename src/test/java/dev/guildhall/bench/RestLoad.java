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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/** Sends requests of one operation on {@value #CONNECTIONS} connections that are kept. All of it runs on one event loop. */
final class RestLoad {
    private static final int CONNECTIONS = 32;
    private static final int MAX_WAIT_S = 30;

    private final Context loop;
    private final HttpClient client;

    RestLoad(Vertx vertx, int port) {
        loop = vertx.getOrCreateContext();
        client = vertx.createHttpClient(
                new HttpClientOptions().setDefaultHost("127.0.0.1").setDefaultPort(port),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS));
    }

    /** Each connection sends the next request when it has the response to the last: as much as the node can do. */
    Load closed(Operation operation, int seconds) throws TimeoutException {
        AtomicInteger done = new AtomicInteger();
        long start = System.nanoTime();
        long end = start + TimeUnit.SECONDS.toNanos(seconds);
        await(() -> Future.all(IntStream.range(0, CONNECTIONS)
                .mapToObj(connection -> {
                    Promise<Void> ended = Promise.promise();
                    sendUntil(end, operation, done, ended);
                    return ended.future();
                })
                .toList()));
        return new Load(done.get(), done.get(), (System.nanoTime() - start) / 1e9, new Histogram(3));
    }

    private void sendUntil(long end, Operation operation, AtomicInteger done, Promise<Void> ended) {
        Request request = System.nanoTime() < end ? operation.requests().get() : null;
        if (request == null) {
            ended.complete();
            return;
        }
        send(request)
                .onSuccess(response -> {
                    done.incrementAndGet();
                    sendUntil(end, operation, done, ended);
                })
                .onFailure(ended::fail);
    }

    /** Requests begin at this rate; their latencies count from when they should begin, the wait for a connection included. */
    Load open(Operation operation, int rate, int seconds) throws TimeoutException {
        Histogram latencies = new Histogram(3);
        List<Future<Void>> responses = new ArrayList<>();
        long start = System.nanoTime();
        OpenLoop.run(loop, rate, seconds, (number, due) -> {
            Request request = operation.requests().get();
            if (request != null) {
                responses.add(send(request).onSuccess(response -> latencies.recordValue(System.nanoTime() - due)));
            }
        });
        await(() -> Future.all(responses));
        int done = (int) latencies.getTotalCount();
        return new Load(responses.size(), done, (System.nanoTime() - start) / 1e9, latencies);
    }

    private void await(Supplier<Future<?>> responses) throws TimeoutException {
        Promise<Object> all = Promise.promise();
        loop.runOnContext(now -> responses.get().<Object>mapEmpty().onComplete(all));
        all.future().await(MAX_WAIT_S, TimeUnit.SECONDS);
    }

    private Future<Void> send(Request request) {
        return client.request(new RequestOptions().setMethod(request.method()).setURI(request.path()))
                .compose(opened -> sendOn(opened, request));
    }

    private static Future<Void> sendOn(HttpClientRequest opened, Request request) {
        if (request.caller() != null) {
            opened.putHeader("Authorization", "Bearer " + request.caller().token());
        }
        if (!request.body().isEmpty()) {
            opened.putHeader("Content-Type", "application/json");
        }
        return (request.body().isEmpty() ? opened.send() : opened.send(request.body()))
                .compose(response -> response.body().map(body -> {
                    if (response.statusCode() != request.expectedStatus()) {
                        throw new IllegalStateException("expected " + request.expectedStatus() + ", but "
                                + request.method() + " " + request.path() + " was answered with "
                                + response.statusCode() + " " + body);
                    }
                    return null;
                }));
    }
}
