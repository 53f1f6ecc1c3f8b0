package dev.guildhall.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.guildhall.failure.Failure;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The public keys of the identity provider (a JWKS, RFC 7517). They are fetched every 15 minutes, so that a withdrawn key ends,
 * and when a token names a key that is not there, but then at most once a minute. While the provider cannot be reached, the
 * last keys stay in use. Thread-safe; there is one for all event loops.
 */
public final class Jwks {
    private static final Duration FETCH_INTERVAL = Duration.ofMinutes(15);
    private static final Duration MIN_FETCH_INTERVAL = Duration.ofMinutes(1);
    private static final Duration MAX_FETCH_TIME = Duration.ofSeconds(5);
    private static final int MAX_BYTES = 256 * 1024;
    /** Far more than a provider has, and so few that a token without a key id can be tried with each. */
    private static final int MAX_KEYS = 32;

    /** Requests that wait for the keys; anybody can send tokens with an unknown key, and each takes the place of a request. */
    private static final int MAX_WAITING = 200;

    private static final JsonMapper JSON = new JsonMapper();
    private static final Logger LOG = LoggerFactory.getLogger(Jwks.class);

    private final Vertx vertx;
    private final JwksConfig config;
    private final Duration fetchInterval;
    private final Duration minFetchInterval;
    private final HttpClient client;
    /** Null before the first success. */
    private volatile @Nullable List<JwksKey> keys;

    private final AtomicInteger waiting = new AtomicInteger();
    private @Nullable Future<Void> fetching;
    private long fetchedAt;

    public Jwks(Vertx vertx, JwksConfig config) {
        this(vertx, config, FETCH_INTERVAL, MIN_FETCH_INTERVAL);
    }

    Jwks(Vertx vertx, JwksConfig config, Duration fetchInterval, Duration minFetchInterval) {
        this.vertx = vertx;
        this.config = config;
        this.fetchInterval = fetchInterval;
        this.minFetchInterval = minFetchInterval;
        this.client = vertx.createHttpClient();
    }

    /** Fetches the keys from now on; called once. Completes after the first attempt, and never fails. */
    public Future<Void> start() {
        return fetch().onComplete(done ->
                vertx.setTimer((keys == null ? minFetchInterval : fetchInterval).toMillis(), tick -> start()));
    }

    /**
     * Returns the identity that this token names. Fails as unauthenticated if it was not signed for the provider with one of
     * its keys, with keys_unavailable if they could never be fetched yet, and with overloaded if too many wait for them.
     *
     * @throws Failure.Unauthenticated if the token cannot be one of the provider
     */
    Future<Identity> verify(Jwt jwt) {
        if (!JwksKey.ALGORITHMS.contains(jwt.header().algorithm())) {
            throw TokenFailures.invalid("its header names none of the algorithms HS256, RS256, ES256 and EdDSA");
        }
        if (!config.issuer().equals(jwt.payload().issuer())) {
            throw TokenFailures.invalid("its iss is not JWT_ISSUER");
        }
        Identity identity = new Identity(config.issuer(), jwt.payload().subject());
        if (!candidates(jwt).isEmpty()) {
            return verify(jwt, identity);
        }
        if (waiting.incrementAndGet() > MAX_WAITING) {
            waiting.decrementAndGet();
            return Future.failedFuture(Failure.Unavailable.overloaded());
        }
        return onThisContext(fetchIfDue()).compose(fetched -> {
            waiting.decrementAndGet();
            return verify(jwt, identity);
        });
    }

    /** The keys of the last fetch; null before the first success. */
    @Nullable
    Object keys() {
        return keys;
    }

    private Future<Identity> verify(Jwt jwt, Identity identity) {
        if (keys == null) {
            return Future.failedFuture(new Failure.Unavailable(
                    "keys_unavailable", "The keys of the identity provider cannot be read yet. Try again shortly."));
        }
        List<JwksKey> candidates = candidates(jwt);
        if (candidates.stream().anyMatch(key -> key.hasSigned(jwt))) {
            return Future.succeededFuture(identity);
        }
        return Future.failedFuture(TokenFailures.invalid(
                candidates.isEmpty() ? "the identity provider has no such key" : "its signature does not match"));
    }

    private List<JwksKey> candidates(Jwt jwt) {
        List<JwksKey> known = keys;
        return known == null
                ? List.of()
                : known.stream().filter(key -> key.isFor(jwt)).toList();
    }

    /** The future of a fetch may be completed on the event loop of another request. */
    private <T> Future<T> onThisContext(Future<T> future) {
        Context context = vertx.getOrCreateContext();
        Promise<T> promise = Promise.promise();
        future.onComplete(result -> context.runOnContext(now -> promise.handle(result)));
        return promise.future();
    }

    private synchronized Future<Void> fetchIfDue() {
        boolean isDue = System.nanoTime() - fetchedAt >= minFetchInterval.toNanos();
        return fetching != null || isDue ? fetch() : Future.succeededFuture();
    }

    /** Never fails. If the keys are being fetched already, completes with that. */
    private synchronized Future<Void> fetch() {
        if (fetching == null) {
            fetchedAt = System.nanoTime();
            Promise<Void> done = Promise.promise();
            fetching = done.future();
            request()
                    .map(this::parse)
                    .onSuccess(found -> keys = found)
                    .onFailure(error -> LOG.warn(
                            "Cannot read the keys of the identity provider at JWT_JWKS_URL ({}): {}",
                            keys == null ? "its tokens are refused" : "the last ones stay in use",
                            String.valueOf(error.getMessage())))
                    .onComplete(result -> {
                        synchronized (this) {
                            fetching = null;
                        }
                        done.complete();
                    });
        }
        return fetching;
    }

    private Future<Buffer> request() {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(config.url().toString())
                .setFollowRedirects(false)
                .setConnectTimeout(MAX_FETCH_TIME.toMillis())
                .putHeader("Accept", "application/json");
        Future<HttpClientRequest> connecting = client.request(options);
        return connecting
                .compose(request -> request.send().compose(Jwks::read))
                .timeout(MAX_FETCH_TIME.toMillis(), TimeUnit.MILLISECONDS)
                // Else a provider that is slow or sends too much would go on sending.
                .onFailure(error -> connecting.onSuccess(HttpClientRequest::reset));
    }

    private static Future<Buffer> read(HttpClientResponse response) {
        Promise<Buffer> body = Promise.promise();
        Buffer received = Buffer.buffer();
        if (response.statusCode() != 200) {
            body.fail(new IOException("the status is " + response.statusCode()));
        }
        response.exceptionHandler(body::tryFail)
                .handler(part -> {
                    if (body.future().isComplete()) {
                        return;
                    }
                    if (received.length() + part.length() > MAX_BYTES) {
                        body.tryFail(new IOException("the response is longer than " + MAX_BYTES + " bytes"));
                    } else {
                        received.appendBuffer(part);
                    }
                })
                .endHandler(end -> body.tryComplete(received));
        return body.future();
    }

    private List<JwksKey> parse(Buffer body) {
        JsonNode found;
        try {
            found = JSON.readTree(body.getBytes()).path("keys");
        } catch (IOException e) {
            // Its message would quote what the provider has sent.
            throw new IllegalStateException("the response is not JSON", null);
        }
        if (!found.isArray()) {
            throw new IllegalStateException("the response has no array of keys");
        }
        List<JwksKey> parsed = StreamSupport.stream(found.spliterator(), false)
                .map(key -> JwksKey.parse(vertx, key.toString()))
                .flatMap(Optional::stream)
                .limit(MAX_KEYS)
                .toList();
        if (parsed.isEmpty()) {
            LOG.warn(
                    "The identity provider has no key for RS256, ES256 or EdDSA at JWT_JWKS_URL: its tokens are refused");
        }
        return parsed;
    }
}
