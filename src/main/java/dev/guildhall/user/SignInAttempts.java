package dev.guildhall.user;

import dev.guildhall.db.Database;
import dev.guildhall.db.Ids;
import dev.guildhall.db.LockKey;
import dev.guildhall.failure.Failure;
import dev.guildhall.limit.Limits;
import io.vertx.core.Future;
import java.time.Duration;
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
    /** The number of attempts that run on this node, by their addresses. It has no more entries than this node has requests. */
    private final Map<ClientAddress, Integer> inProgress = new ConcurrentHashMap<>();

    SignInAttempts(Database database) {
        this.database = database;
    }

    /**
     * Counts an attempt as failed before it runs, and uncounts it if it does not fail; so concurrent attempts cannot exceed
     * the limit. Fails as unauthenticated also if the password has been changed while it was compared.
     *
     * @param emailKey or another text, if it is no email
     * @param address null if the frontend does not send it
     * @param isSignIn false if the attempt does not sign the user in, so that a success leaves no trace
     * @param attempt fails as unauthenticated if the password is wrong
     */
    Future<Credentials> run(
            String emailKey, @Nullable ClientAddress address, boolean isSignIn, Supplier<Future<Credentials>> attempt) {
        if (address == null) {
            return countAndRun(emailKey, null, isSignIn, attempt);
        }
        if (inProgress.merge(address, 1, Integer::sum) > Limits.MAX_HASHES_OF_ADDRESS) {
            release(address);
            return Future.failedFuture(new Failure.RateLimited(
                    "Too many sign-ins of this address are being looked at right now. Try again shortly.",
                    Duration.ofSeconds(1)));
        }
        return countAndRun(emailKey, address, isSignIn, attempt).onComplete(done -> release(address));
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

    private Future<Credentials> countAndRun(
            String emailKey, @Nullable ClientAddress address, boolean isSignIn, Supplier<Future<Credentials>> attempt) {
        UUID id = Ids.next();
        return database.inTurn(
                        LockKey.briefly("sign-in", emailKey),
                        Failure.Unavailable::busy,
                        () -> database.inTransaction(
                                work -> failures.countAttempt(work.client(), id, emailKey, address)))
                .compose(wait -> wait.isPresent()
                        ? Future.failedFuture(new Failure.RateLimited(
                                "There were too many wrong passwords for this email or from this address."
                                        + " Wait, or set a new password.",
                                wait.get()))
                        : attempt.get()
                                .compose(
                                        verified -> recordSuccess(id, verified, isSignIn),
                                        refusal -> uncountUnlessWrong(id, refusal)));
    }

    private Future<Credentials> recordSuccess(UUID attempt, Credentials verified, boolean isSignIn) {
        return database.write(work -> failures.recordSuccess(work.client(), attempt, verified, isSignIn))
                .map(isUnchanged -> {
                    if (!isUnchanged) {
                        throw Credentials.invalid();
                    }
                    return verified;
                });
    }

    /** If it cannot be uncounted, it remains counted as failed, which the user will hardly notice. */
    private Future<Credentials> uncountUnlessWrong(UUID attempt, Throwable refusal) {
        Future<Void> uncounted = refusal instanceof Failure.Unauthenticated
                ? Future.succeededFuture()
                : database.write(work -> failures.uncountAttempt(work.client(), attempt))
                        .onFailure(error -> LOG.warn(
                                "A sign-in that did not fail remains counted as failed, because the database cannot be updated",
                                error));
        return uncounted.transform(done -> Future.failedFuture(refusal));
    }
}
