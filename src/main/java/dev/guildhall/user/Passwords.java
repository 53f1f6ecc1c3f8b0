package dev.guildhall.user;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;
import dev.guildhall.auth.Secret;
import dev.guildhall.failure.Failure;
import dev.guildhall.limit.Limits;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hashes passwords with Argon2id and the parameters that OWASP recommends, on its own threads. Each hash takes 19 MiB and
 * about 100 ms of CPU time, so only a few run at once and only a few may wait.
 *
 * @see <a href="https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html">OWASP: password
 * storage</a>
 */
final class Passwords {
    /** One on a small machine, or a flood of sign-ins would leave no CPU for other requests. */
    private static final int MAX_CONCURRENT =
            Math.max(1, Math.min(2, Runtime.getRuntime().availableProcessors() / 2));

    private static final int MEMORY_KIB = 19 * 1024;
    private static final int ITERATIONS = 2;
    /** With one lane password4j computes in the calling thread; with more it would start its own thread pool. */
    private static final int LANES = 1;

    private static final int HASH_BYTES = 32;
    private static final int SALT_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Matches no password: a comparison with it takes as long as with a real hash. */
    private static final String DUMMY_HASH = "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
            .formatted(MEMORY_KIB, ITERATIONS, LANES, base64(random(SALT_BYTES)), base64(random(HASH_BYTES)));

    private final WorkerExecutor threads;
    private final int maxInProgress;
    private final AtomicInteger inProgress = new AtomicInteger();
    private final Timer timer;

    Passwords(Vertx vertx, MeterRegistry registry) {
        this(vertx, registry, MAX_CONCURRENT, Limits.MAX_WAITING_HASHES);
    }

    Passwords(Vertx vertx, MeterRegistry registry, int maxConcurrent, int maxWaiting) {
        this.threads = vertx.createSharedWorkerExecutor("passwords", maxConcurrent);
        this.maxInProgress = maxConcurrent + maxWaiting;
        this.timer = Timer.builder("password.hashes")
                .description("How long hashing a password took")
                .register(registry);
        Gauge.builder("password.hashes.waiting", inProgress, n -> Math.max(0, n.get() - maxConcurrent))
                .description("Passwords that wait for a thread")
                .register(registry);
    }

    /** Fails as unavailable if too many passwords are waiting. */
    Future<String> hash(Password password) {
        return run(() ->
                argon2().hash(password.normalized().bytes(), random(SALT_BYTES)).getResult());
    }

    /**
     * Fails as unavailable if too many passwords are waiting.
     *
     * @param hash empty if there is none: takes as long and matches no password
     */
    Future<Match> match(Password password, Optional<String> hash) {
        String expected = hash.orElse(DUMMY_HASH);
        return run(() -> {
            if (matches(password.normalized(), expected)) {
                return Match.YES;
            }
            return password.asSent().filter(sent -> matches(sent, expected)).isPresent() ? Match.AS_SENT : Match.NO;
        });
    }

    private static boolean matches(Secret password, String hash) {
        return Argon2Function.getInstanceFromHash(hash)
                .check(password.bytes(), hash.getBytes(StandardCharsets.US_ASCII));
    }

    /** @throws Failure.Unavailable if too many passwords are waiting */
    void requireCapacity() {
        if (inProgress.get() >= maxInProgress) {
            throw Failure.Unavailable.overloaded();
        }
    }

    enum Match {
        YES,
        /** It matches only as it was sent, not normalized, so the hash should be made anew. */
        AS_SENT,
        NO
    }

    private <T> Future<T> run(Callable<T> work) {
        if (inProgress.incrementAndGet() > maxInProgress) {
            inProgress.decrementAndGet();
            return Future.failedFuture(Failure.Unavailable.overloaded());
        }
        return threads.executeBlocking(() -> timer.recordCallable(work), false)
                .onComplete(done -> inProgress.decrementAndGet());
    }

    /** Only called on the worker threads, since the first call allocates the memory of one hash. */
    private static Argon2Function argon2() {
        return Argon2Function.getInstance(MEMORY_KIB, ITERATIONS, LANES, HASH_BYTES, Argon2.ID);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().withoutPadding().encodeToString(bytes);
    }
}
