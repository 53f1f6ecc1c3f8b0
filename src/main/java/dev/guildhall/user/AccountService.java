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

/** Who has an account, and whether a password is theirs. */
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
     * Blocks: the list of common passwords is read from the jar.
     *
     * @param adminEmails whose owners are the admins, once the email is verified
     */
    public AccountService(
            Vertx vertx, Database database, CallerLookup callers, Set<String> adminEmails, MeterRegistry registry) {
        this.database = database;
        this.callers = callers;
        this.adminEmails = adminEmails;
        this.passwords = new Passwords(vertx, registry);
        this.attempts = new SignInAttempts(database);
    }

    /** Makes admins of those who are to be, and of nobody else. */
    public Future<Void> replaceAdmins() {
        return database.inTransaction(work -> accounts.replaceAdmins(work.client(), adminEmails))
                .onSuccess(changes -> {
                    changes.granted().forEach(user -> SecurityLog.adminGranted(user, null));
                    changes.revoked().forEach(SecurityLog::adminRevoked);
                })
                .mapEmpty();
    }

    /** Whether a password is tried by whoever guesses, and so is not to be set. */
    boolean isCommon(String password) {
        return commonPasswords.contains(password);
    }

    Future<Found> create(UnitOfWork work, NewUser user, Optional<Secret> password, String requestId) {
        Future<Optional<String>> hash = password.map(
                        given -> passwords.hash(given).map(Optional::of))
                .orElse(Future.succeededFuture(Optional.empty()));
        return hash.compose(hashed -> accounts.insert(work.client(), user, hashed))
                .compose(created -> created.isPresent()
                        ? Future.succeededFuture(announced(work, created.get(), requestId))
                        : recognise(work, user, password.isPresent()));
    }

    private static Found announced(UnitOfWork work, Me me, String requestId) {
        if (me.isAdmin()) {
            work.afterCommit(() -> SecurityLog.adminGranted(me.profile().id(), requestId));
        }
        return new Found(me, true);
    }

    /** Whoever shows another proof than a password gets in only where no password guards the account. */
    private Future<Found> recognise(UnitOfWork work, NewUser user, boolean hasPassword) {
        Future<Optional<Me>> known = user.isEmailVerified() && !hasPassword
                ? accounts.findWithoutPassword(work.client(), user.email())
                : Future.succeededFuture(Optional.empty());
        return known.map(found -> new Found(
                found.orElseThrow(
                        () -> new Failure.Conflict("email_taken", "Somebody has an account with this email.")),
                false));
    }

    Future<Me> findByEmail(String email) {
        return database.read(client -> accounts.findByEmail(client, email)).map(AccountService::orNotFound);
    }

    /** Makes all tokens issued before invalid, and lifts the limit of failed sign-ins. */
    Future<Me> setPassword(UnitOfWork work, UUID user, Secret password) {
        return passwords
                .hash(password)
                .compose(hash -> accounts.setPassword(work.client(), user, hash))
                .map(found -> {
                    Me me = orNotFound(found);
                    work.afterCommit(() -> callers.forget(user));
                    return me;
                });
    }

    /**
     * Fails alike and after the same work whether nobody has the email, they have no password, or it is another.
     *
     * @param owner told whose email it is, if somebody's
     */
    Future<Me> verify(String email, Secret password, @Nullable ClientAddress address, Consumer<UUID> owner) {
        // Before the database is asked, which a flood of sign-ins would keep busy otherwise.
        passwords.requireRoom();
        return attempts.run(
                email,
                address,
                () -> database.read(client -> accounts.findCredentials(client, email))
                        .onSuccess(known -> known.ifPresent(person -> owner.accept(person.id())))
                        .compose(known -> passwords
                                .matches(password, known.flatMap(Credentials::hash))
                                .compose(matches -> admit(known.filter(any -> matches)))));
    }

    /** Forgets some of the failed sign-ins that count no more; how many. */
    public Future<Integer> pruneFailures(int most) {
        return attempts.pruneFailures(most);
    }

    /** Forgets some of the addresses that nobody has signed in from for long; how many. */
    public Future<Integer> pruneAddresses(int most) {
        return attempts.pruneAddresses(most);
    }

    private Future<Me> admit(Optional<Credentials> proven) {
        Credentials person = proven.orElseThrow(
                () -> new Failure.Unauthenticated("credentials_invalid", "The email or the password is wrong."));
        if (!person.isActive()) {
            throw new Failure.Forbidden("user_deactivated", "This account has been deactivated.");
        }
        return database.read(client -> users.findMe(client, person.id())).map(AccountService::orNotFound);
    }

    private static Me orNotFound(Optional<Me> found) {
        return found.orElseThrow(() -> Failure.NotFound.of("user"));
    }

    /** @param isNew false where this person had an account before */
    record Found(Me me, boolean isNew) {}
}
