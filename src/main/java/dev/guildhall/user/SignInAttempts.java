package dev.guildhall.user;

import dev.guildhall.db.Database;
import dev.guildhall.db.Ids;
import dev.guildhall.db.LockKey;
import dev.guildhall.failure.Failure;
import dev.guildhall.limit.Limits;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Limits wrong passwords per email and per address, whether the email has an account or not. */
final class SignInAttempts {
    private static final Logger LOG = LoggerFactory.getLogger(SignInAttempts.class);

    private final Database database;
    private final SignInRepository failures = new SignInRepository();
    /** The number of attempts per address that run on this node; has no more entries than passwords may wait. */
    private final Map<ClientAddress, Integer> inProgress = new ConcurrentHashMap<>();

    SignInAttempts(Database database) {
        this.database = database;
    }

    /**
     * Counts an attempt as failed before it runs, and uncounts it if it does not fail; so concurrent attempts cannot exceed
     * the limit.
     *
     * @param address null if the frontend does not send it
     * @param attempt fails as unauthenticated if the password is wrong
     */
    Future<Me> run(String email, @Nullable ClientAddress address, Supplier<Future<Me>> attempt) {
        if (address == null) {
            return countAndRun(email, null, attempt);
        }
        if (inProgress.merge(address, 1, Integer::sum) > Limits.MAX_HASHES_OF_ADDRESS) {
            release(address);
            return Future.failedFuture(new Failure.RateLimited(
                    "Too many sign-ins of this address are being looked at right now. Try again shortly.",
                    Duration.ofSeconds(1)));
        }
        return countAndRun(email, address, attempt).onComplete(done -> release(address));
    }

    /** Deletes up to {@code maxRows} failures that no longer count. Returns the number of deleted rows. */
    Future<Integer> pruneFailures(int maxRows) {
        return database.write(work -> failures.pruneFailures(work.client(), maxRows));
    }

    /** Deletes up to {@code maxRows} addresses without a recent sign-in. Returns the number of deleted rows. */
    Future<Integer> pruneAddresses(int maxRows) {
        return database.write(work -> failures.pruneAddresses(work.client(), maxRows));
    }

    private void release(ClientAddress address) {
        inProgress.computeIfPresent(address, (any, count) -> count == 1 ? null : count - 1);
    }

    private Future<Me> countAndRun(String email, @Nullable ClientAddress address, Supplier<Future<Me>> attempt) {
        UUID id = Ids.next();
        return database.inTurn(
                        LockKey.sharing("sign-in", email.toLowerCase(Locale.ROOT)),
                        Failure.Unavailable::busy,
                        () -> database.inTransaction(work -> failures.countAttempt(work.client(), id, email, address)))
                .compose(wait -> wait.isPresent()
                        ? Future.failedFuture(new Failure.RateLimited(
                                "There were too many wrong passwords for this email or from this address."
                                        + " Wait, or set a new password.",
                                wait.get()))
                        : attempt.get().transform(result -> {
                            Future<Void> updated = result.succeeded()
                                    ? logFailure(database.write(work -> failures.recordSuccess(
                                            work.client(),
                                            id,
                                            result.result().profile().id())))
                                    : result.cause() instanceof Failure.Unauthenticated
                                            ? Future.succeededFuture()
                                            : logFailure(
                                                    database.write(work -> failures.uncountAttempt(work.client(), id)));
                            return updated.transform(done -> result.succeeded()
                                    ? Future.succeededFuture(result.result())
                                    : Future.failedFuture(result.cause()));
                        }));
    }

    /** If the write fails, the attempt remains counted as failed, which the user will hardly notice. */
    private static Future<Void> logFailure(Future<Void> written) {
        return written.onFailure(error -> LOG.warn(
                "A sign-in that did not fail remains counted as failed, because the database cannot be updated",
                error));
    }
}
