package dev.guildhall.user;

import dev.guildhall.auth.Secret;
import dev.guildhall.db.Database;
import dev.guildhall.db.UnitOfWork;
import dev.guildhall.failure.Failure;
import dev.guildhall.http.SecurityLog;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Creates accounts and verifies their passwords. */
public final class AccountService {
    private final Database database;
    private final CallerLookup callers;
    private final Set<String> adminEmails;
    private final Passwords passwords;
    private final CommonPasswords commonPasswords = CommonPasswords.load();
    private final SignInAttempts attempts;
    private final AccountRepository accounts = new AccountRepository();
    private final UserRepository users = new UserRepository();

    /**
     * Blocks: reads the list of common passwords from the jar.
     *
     * @param adminEmails the emails of the admins; each counts once it is verified
     */
    public AccountService(
            Vertx vertx, Database database, CallerLookup callers, Set<String> adminEmails, MeterRegistry registry) {
        this.database = database;
        this.callers = callers;
        this.adminEmails = adminEmails;
        this.passwords = new Passwords(vertx, registry);
        this.attempts = new SignInAttempts(database);
    }

    /** Makes the users with the configured and verified emails the only admins. */
    public Future<Void> replaceAdmins() {
        return database.inTransaction(work -> accounts.replaceAdmins(work.client(), adminEmails))
                .onSuccess(changes -> {
                    changes.granted().forEach(user -> SecurityLog.adminGranted(user, null));
                    changes.revoked().forEach(SecurityLog::adminRevoked);
                })
                .mapEmpty();
    }

    /** Whether attackers try this password first, so that it may not be set. */
    boolean isCommon(String password) {
        return commonPasswords.contains(password);
    }

    Future<Found> create(UnitOfWork work, NewUser user, Optional<Secret> password, String requestId) {
        Future<Optional<String>> hash = password.map(
                        given -> passwords.hash(given).map(Optional::of))
                .orElse(Future.succeededFuture(Optional.empty()));
        return hash.compose(hashed -> accounts.insert(work.client(), user, hashed))
                .compose(created -> created.isPresent()
                        ? Future.succeededFuture(created(work, created.get(), requestId))
                        : findExisting(work, user, password.isPresent()));
    }

    private static Found created(UnitOfWork work, Me me, String requestId) {
        if (me.isAdmin()) {
            work.afterCommit(() -> SecurityLog.adminGranted(me.profile().id(), requestId));
        }
        return new Found(me, true);
    }

    /**
     * Who proves the email in a different way than by a password, such as by OAuth, signs in to an existing account only if
     * it has no password.
     */
    private Future<Found> findExisting(UnitOfWork work, NewUser user, boolean hasPassword) {
        Future<Optional<Me>> known = user.isEmailVerified() && !hasPassword
                ? accounts.findWithoutPassword(work.client(), user.email())
                : Future.succeededFuture(Optional.empty());
        return known.map(found -> new Found(
                found.orElseThrow(
                        () -> new Failure.Conflict("email_taken", "Somebody has an account with this email.")),
                false));
    }

    Future<Me> findByEmail(String email) {
        return database.read(client -> accounts.findByEmail(client, email)).map(AccountService::requireFound);
    }

    /** Invalidates all tokens issued before, and resets the count of failed sign-ins. */
    Future<Me> setPassword(UnitOfWork work, UUID user, Secret password) {
        return passwords
                .hash(password)
                .compose(hash -> accounts.setPassword(work.client(), user, hash))
                .map(found -> {
                    Me me = requireFound(found);
                    work.afterCommit(() -> callers.forget(user));
                    return me;
                });
    }

    /**
     * Fails in the same way and after the same work if no account has the email, it has no password, or the password is
     * wrong.
     *
     * @param onOwnerFound receives the user with this email, if there is one
     */
    Future<Me> verify(String email, Secret password, @Nullable ClientAddress address, Consumer<UUID> onOwnerFound) {
        // Before the database is read, since a flood of sign-ins would keep it busy.
        passwords.requireCapacity();
        return attempts.run(
                email,
                address,
                () -> database.read(client -> accounts.findCredentials(client, email))
                        .onSuccess(known -> known.ifPresent(person -> onOwnerFound.accept(person.id())))
                        .compose(known -> passwords
                                .matches(password, known.flatMap(Credentials::hash))
                                .compose(matches -> completeSignIn(known.filter(any -> matches)))));
    }

    /** Deletes up to {@code maxRows} failed sign-ins that no longer count. Returns the number of deleted rows. */
    public Future<Integer> pruneFailures(int maxRows) {
        return attempts.pruneFailures(maxRows);
    }

    /** Deletes up to {@code maxRows} addresses without a recent sign-in. Returns the number of deleted rows. */
    public Future<Integer> pruneAddresses(int maxRows) {
        return attempts.pruneAddresses(maxRows);
    }

    private Future<Me> completeSignIn(Optional<Credentials> verified) {
        Credentials person = verified.orElseThrow(
                () -> new Failure.Unauthenticated("credentials_invalid", "The email or the password is wrong."));
        if (!person.isActive()) {
            throw new Failure.Forbidden("user_deactivated", "This account has been deactivated.");
        }
        return database.read(client -> users.findMe(client, person.id())).map(AccountService::requireFound);
    }

    private static Me requireFound(Optional<Me> found) {
        return found.orElseThrow(() -> Failure.NotFound.of("user"));
    }

    /** @param isNew false if the account existed before */
    record Found(Me me, boolean isNew) {}
}
