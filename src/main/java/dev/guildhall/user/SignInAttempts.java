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

/** Allows so many wrong passwords for one email and from one address, whether anybody has that email or not. */
final class SignInAttempts {
    private static final Logger LOG = LoggerFactory.getLogger(SignInAttempts.class);

    private final Database database;
    private final SignInRepository failures = new SignInRepository();
    /** How many attempts of each address this node is at; no more entries than passwords may wait. */
    private final Map<ClientAddress, Integer> inHand = new ConcurrentHashMap<>();

    SignInAttempts(Database database) {
        this.database = database;
    }

    /**
     * Counts an attempt as failed until it has not, so that many at once get no further than one after another.
     *
     * @param address null where the frontend does not say it
     * @param attempt fails as unauthenticated where the password is wrong
     */
    Future<Me> run(String email, @Nullable ClientAddress address, Supplier<Future<Me>> attempt) {
        if (address == null) {
            return count(email, null, attempt);
        }
        if (inHand.merge(address, 1, Integer::sum) > Limits.MAX_HASHES_OF_ADDRESS) {
            leave(address);
            return Future.failedFuture(new Failure.RateLimited(
                    "Too many sign-ins of this address are being looked at right now. Try again shortly.",
                    Duration.ofSeconds(1)));
        }
        return count(email, address, attempt).onComplete(done -> leave(address));
    }

    /** Forgets some of the failures that count no more; how many. */
    Future<Integer> pruneFailures(int most) {
        return database.write(work -> failures.pruneFailures(work.client(), most));
    }

    /** Forgets some of the addresses that nobody has signed in from for long; how many. */
    Future<Integer> pruneAddresses(int most) {
        return database.write(work -> failures.pruneAddresses(work.client(), most));
    }

    private void leave(ClientAddress address) {
        inHand.computeIfPresent(address, (any, count) -> count == 1 ? null : count - 1);
    }

    private Future<Me> count(String email, @Nullable ClientAddress address, Supplier<Future<Me>> attempt) {
        UUID id = Ids.next();
        return database.inTurn(
                        LockKey.sharing("sign-in", email.toLowerCase(Locale.ROOT)),
                        Failure.Unavailable::busy,
                        () -> database.inTransaction(work -> failures.begin(work.client(), id, email, address)))
                .compose(wait -> wait.isPresent()
                        ? Future.failedFuture(new Failure.RateLimited(
                                "There were too many wrong passwords for this email or from this address."
                                        + " Wait, or set a new password.",
                                wait.get()))
                        : attempt.get().transform(result -> {
                            Future<Void> settled = result.succeeded()
                                    ? settle(database.write(work -> failures.succeed(
                                            work.client(),
                                            id,
                                            result.result().profile().id())))
                                    : result.cause() instanceof Failure.Unauthenticated
                                            ? Future.succeededFuture()
                                            : settle(database.write(work -> failures.giveBack(work.client(), id)));
                            return settled.transform(done -> result.succeeded()
                                    ? Future.succeededFuture(result.result())
                                    : Future.failedFuture(result.cause()));
                        }));
    }

    /** Where this fails the attempt goes on counting as a failure, which the person will hardly notice. */
    private static Future<Void> settle(Future<Void> written) {
        return written.onFailure(error -> LOG.warn("a sign-in that was no failure is counted as one", error));
    }
}
