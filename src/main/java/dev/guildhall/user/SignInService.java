package dev.guildhall.user;

import dev.guildhall.db.Database;
import dev.guildhall.db.UnitOfWork;
import dev.guildhall.failure.Failure;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sets and verifies passwords. */
public final class SignInService {
    /** For how long a sign-up may be sent again. */
    private static final Duration SIGN_UP_RETRY = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(SignInService.class);

    private final Database database;
    private final CallerLookup callers;
    private final Passwords passwords;
    private final CommonPasswords commonPasswords = CommonPasswords.load();
    private final SignInAttempts attempts;
    private final CredentialsRepository credentials = new CredentialsRepository();
    private final UserRepository users = new UserRepository();

    /** Blocks: reads the list of common passwords from the jar. */
    public SignInService(Vertx vertx, Database database, CallerLookup callers, MeterRegistry registry) {
        this.database = database;
        this.callers = callers;
        this.passwords = new Passwords(vertx, registry);
        this.attempts = new SignInAttempts(database);
    }

    /** Whether attackers try this password first, so that it may not be set. */
    boolean isCommon(String password) {
        return commonPasswords.contains(Password.normalize(password));
    }

    Future<String> hash(Password password) {
        return passwords.hash(password);
    }

    /** Ends all sessions, and resets the count of failed sign-ins. */
    Future<Me> setPassword(UnitOfWork work, UUID user, Password password) {
        return passwords
                .hash(password)
                .compose(hash -> credentials.setPassword(work.client(), user, hash))
                .map(found -> {
                    work.afterCommit(() -> callers.forget(user));
                    return found.orElseThrow(() -> Failure.NotFound.of("user"));
                });
    }

    /**
     * Fails in the same way and after the same work if no account has the email, it has no password, or the password is
     * wrong.
     *
     * @param address null if the frontend does not send it
     * @param onOwnerFound receives the user with this email, if there is one
     */
    Future<Me> verify(String email, Password password, @Nullable ClientAddress address, Consumer<UUID> onOwnerFound) {
        // Before the database is read, since a flood of sign-ins would keep it busy.
        passwords.requireCapacity();
        Optional<String> emailKey = Emails.key(email);
        return attempts.run(
                        emailKey.orElseGet(() -> email.toLowerCase(Locale.ROOT)),
                        address,
                        true,
                        () -> database.read(client -> credentials.findCredentials(client, emailKey))
                                .onSuccess(known -> known.ifPresent(person -> onOwnerFound.accept(person.id())))
                                .compose(known -> check(password, known)))
                .compose(this::findMe);
    }

    /**
     * Finds the account that the same sign-up has created shortly before, as long as nobody has used it. A wrong password
     * counts as a failed sign-in. Empty if there is no such account or the password is wrong.
     */
    Future<Optional<Me>> findRetried(String emailKey, Password password, @Nullable ClientAddress address) {
        return database.read(client -> credentials.findUnused(client, emailKey, SIGN_UP_RETRY))
                .compose(unused -> unused.isEmpty()
                        ? Future.succeededFuture(Optional.<Me>empty())
                        : attempts.run(emailKey, address, false, () -> check(password, unused))
                                .compose(this::findMe)
                                .map(Optional::of)
                                .recover(error -> error instanceof Failure.Unauthenticated
                                        ? Future.succeededFuture(Optional.empty())
                                        : Future.failedFuture(error)));
    }

    /** Deletes up to {@code maxRows} failed sign-ins that no longer count. Returns the number of deleted rows. */
    public Future<Integer> pruneFailures(int maxRows) {
        return attempts.pruneFailures(maxRows);
    }

    /** Deletes up to {@code maxRows} addresses without a recent sign-in. Returns the number of deleted rows. */
    public Future<Integer> pruneAddresses(int maxRows) {
        return attempts.pruneAddresses(maxRows);
    }

    /** Returns the credentials with the hash that the account has now. */
    private Future<Credentials> check(Password password, Optional<Credentials> known) {
        return passwords.match(password, known.flatMap(Credentials::hash)).compose(match -> {
            if (known.isEmpty() || match == Passwords.Match.NO) {
                throw Credentials.invalid();
            }
            Credentials person = known.get();
            if (!person.isActive()) {
                throw new Failure.Forbidden("user_deactivated", "This account has been deactivated.");
            }
            return match == Passwords.Match.AS_SENT ? renewHash(person, password) : Future.succeededFuture(person);
        });
    }

    private Future<Me> findMe(Credentials person) {
        return database.read(client -> users.findMe(client, person.id())).map(Failure.NotFound.unlessFound("user"));
    }

    /** If it fails, the next sign-in does it. */
    private Future<Credentials> renewHash(Credentials person, Password password) {
        String former = person.hash().orElseThrow();
        return passwords
                .hash(password)
                .compose(hash -> database.write(
                                work -> credentials.replaceHash(work.client(), person.id(), former, hash))
                        .map(replaced -> new Credentials(person.id(), person.isActive(), Optional.of(hash))))
                .onFailure(error -> LOG.warn("Cannot store the normalized password of user {}", person.id(), error))
                .otherwise(person);
    }
}
