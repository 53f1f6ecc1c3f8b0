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
 * Hashes passwords by Argon2id with the parameters that OWASP asks for, on threads of their own. Each hash takes 19 MiB and some
 * 100 ms of a processor, so only few are made at once and few may wait.
 *
 * @see <a href="https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html">OWASP: password storage</a>
 */
final class Passwords {
    /** On a small machine not even two, or a flood of sign-ins would leave no processor to anybody else. */
    private static final int AT_ONCE =
            Math.max(1, Math.min(2, Runtime.getRuntime().availableProcessors() / 2));

    private static final int MEMORY_KIB = 19 * 1024;
    private static final int ITERATIONS = 2;
    /** With one lane password4j computes in the calling thread; with more it would start a pool of its own. */
    private static final int LANES = 1;

    private static final int HASH_BYTES = 32;
    private static final int SALT_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** What no password has: comparing with it takes as long as with a real hash. */
    private static final String NOBODYS = "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
            .formatted(MEMORY_KIB, ITERATIONS, LANES, base64(random(SALT_BYTES)), base64(random(HASH_BYTES)));

    private final WorkerExecutor threads;
    private final int maxInHand;
    private final AtomicInteger inHand = new AtomicInteger();
    private final Timer timer;

    Passwords(Vertx vertx, MeterRegistry registry) {
        this(vertx, registry, AT_ONCE, Limits.MAX_WAITING_HASHES);
    }

    Passwords(Vertx vertx, MeterRegistry registry, int atOnce, int mostWaiting) {
        this.threads = vertx.createSharedWorkerExecutor("passwords", atOnce);
        this.maxInHand = atOnce + mostWaiting;
        this.timer = Timer.builder("password.hashes")
                .description("How long hashing a password took")
                .register(registry);
        Gauge.builder("password.hashes.waiting", inHand, n -> Math.max(0, n.get() - atOnce))
                .description("Passwords that wait for a thread")
                .register(registry);
    }

    /** Fails as unavailable where too many wait already. */
    Future<String> hash(Secret password) {
        return run(() -> argon2().hash(password.bytes(), random(SALT_BYTES)).getResult());
    }

    /**
     * Fails as unavailable where too many wait already.
     *
     * @param hash empty where there is none, which takes as long and matches nothing
     */
    Future<Boolean> matches(Secret password, Optional<String> hash) {
        String expected = hash.orElse(NOBODYS);
        return run(() -> Argon2Function.getInstanceFromHash(expected)
                .check(password.bytes(), expected.getBytes(StandardCharsets.US_ASCII)));
    }

    /** @throws Failure.Unavailable where too many wait already */
    void requireRoom() {
        if (inHand.get() >= maxInHand) {
            throw Failure.Unavailable.overloaded();
        }
    }

    private <T> Future<T> run(Callable<T> work) {
        if (inHand.incrementAndGet() > maxInHand) {
            inHand.decrementAndGet();
            return Future.failedFuture(Failure.Unavailable.overloaded());
        }
        return threads.executeBlocking(() -> timer.recordCallable(work), false)
                .onComplete(done -> inHand.decrementAndGet());
    }

    /** Asked for on the workers alone, since its first use reserves the memory of one hash. */
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
