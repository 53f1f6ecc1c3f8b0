package dev.guildhall.user;

import dev.guildhall.auth.Claims;
import dev.guildhall.auth.Identity;
import dev.guildhall.db.Database;
import dev.guildhall.db.GuardedWrite;
import dev.guildhall.db.LockKey;
import dev.guildhall.db.Page;
import dev.guildhall.db.PageRequest;
import dev.guildhall.db.SqlErrors;
import dev.guildhall.db.UnitOfWork;
import dev.guildhall.failure.Failure;
import dev.guildhall.http.SecurityLog;
import dev.guildhall.user.AccountRepository.Changed;
import dev.guildhall.user.AccountRepository.ExistingAccount;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Decides which account belongs to whoever signs in, and who the admins are. */
public final class AccountService {
    private static final String UNIQUE_EMAIL = "users_email_key";
    /** After this a session is good, even if the clock of whoever makes it is a second late. */
    private static final int CLAIM_WAIT_S = 2;

    private final Vertx vertx;
    private final Database database;
    private final CallerLookup callers;
    private final SignInService signIns;
    private final Set<String> adminEmailKeys;
    private final BiFunction<UnitOfWork, UUID, Future<Void>> withdrawOffers;
    private final EmailKeys emailKeys;
    private final AccountRepository accounts = new AccountRepository();
    private final AdminRepository admins = new AdminRepository();
    private final IdentityRepository identities = new IdentityRepository();
    private final UserRepository users = new UserRepository();

    /**
     * Blocks: reads the tables of Unicode from the jar.
     *
     * @param adminEmails the emails of the admins; each counts once it is verified
     * @param withdrawOffers ends what a freelancer offers: deactivates the gigs
     */
    public AccountService(
            Vertx vertx,
            Database database,
            CallerLookup callers,
            SignInService signIns,
            Set<String> adminEmails,
            BiFunction<UnitOfWork, UUID, Future<Void>> withdrawOffers) {
        Emails.load();
        this.vertx = vertx;
        this.database = database;
        this.callers = callers;
        this.signIns = signIns;
        this.adminEmailKeys = adminEmails.stream()
                .flatMap(email -> Emails.key(email).stream())
                .collect(Collectors.toUnmodifiableSet());
        this.withdrawOffers = withdrawOffers;
        this.emailKeys = new EmailKeys(database);
    }

    /** Gives all accounts the key of their email, and makes the users with the configured and verified emails the only admins. */
    public Future<Void> prepare() {
        // The list comes first, since whoever gets a key is an admin by the list of that moment.
        return database.inTransaction(work -> admins.replaceAdminEmails(work.client(), adminEmailKeys))
                .compose(replaced -> emailKeys.fill())
                .compose(filled -> database.inTransaction(work -> admins.replaceAdmins(work.client())))
                .onSuccess(changes -> {
                    changes.granted().forEach(user -> SecurityLog.adminGranted(user, null));
                    changes.revoked().forEach(user -> SecurityLog.adminRevoked(user, null));
                })
                .mapEmpty();
    }

    /**
     * Finds the account of the new user, or creates one.
     *
     * @param address null if the frontend does not send it
     */
    Future<Found> findOrCreate(NewUser user, @Nullable ClientAddress address, String requestId) {
        return findByIdentity(user.identity())
                .compose(known -> known.isPresent()
                        ? Future.succeededFuture(Found.existing(known.get()))
                        : hash(user.password()).compose(hash -> findOrCreate(user, hash, requestId)))
                .recover(error -> error instanceof Failure.Conflict
                        ? findTaken(user, address)
                                .compose(found -> found.map(me -> Future.succeededFuture(Found.existing(me)))
                                        .orElseGet(() -> Future.failedFuture(error)))
                        : Future.failedFuture(error))
                .compose(found -> found.isNew() ? Future.succeededFuture(found) : awaitGoodSessions(found));
    }

    /** Else whoever signs in at the moment of a claim would be signed out again at once. */
    private Future<Found> awaitGoodSessions(Found found) {
        UUID user = found.me().profile().id();
        return database.read(client -> accounts.haveSessionsJustEnded(client, user))
                .compose(justEnded -> justEnded
                        ? vertx.timer(CLAIM_WAIT_S, TimeUnit.SECONDS).map(found)
                        : Future.succeededFuture(found));
    }

    /** The account that the same request has created or got meanwhile, or when it was sent before. */
    private Future<Optional<Me>> findTaken(NewUser user, @Nullable ClientAddress address) {
        return user.password() == null
                ? findByIdentity(user.identity())
                : signIns.findRetried(user.emailKey(), user.password(), address);
    }

    private Future<Optional<Me>> findByIdentity(@Nullable Identity identity) {
        return identity == null
                ? Future.succeededFuture(Optional.empty())
                : database.read(client -> identities.findUser(client, identity));
    }

    private Future<Optional<String>> hash(@Nullable Password password) {
        return password == null
                ? Future.succeededFuture(Optional.empty())
                : signIns.hash(password).map(Optional::of);
    }

    private Future<Found> findOrCreate(NewUser user, Optional<String> hash, String requestId) {
        return database.write(
                LockKey.briefly("email", user.emailKey()),
                work -> work.atomically(transaction -> accounts.insert(transaction.client(), user, hash)
                        .compose(created -> created.isPresent()
                                ? addIdentity(transaction, user, created.get())
                                        .map(me -> Found.created(logIfAdmin(transaction, me, requestId)))
                                : findExisting(transaction, user, hash, requestId))));
    }

    private Future<Found> findExisting(UnitOfWork work, NewUser user, Optional<String> hash, String requestId) {
        return accounts.lock(work.client(), user.emailKey()).compose(existing -> {
            ExistingAccount account = existing.orElseThrow(AccountService::emailTaken);
            if (!user.isEmailVerified()) {
                throw emailTaken();
            }
            if (!account.isEmailVerified()) {
                return claim(work, account.id(), user, hash, requestId);
            }
            if (account.hasPassword() || user.password() != null) {
                throw emailTaken();
            }
            return users.findMe(work.client(), account.id())
                    .map(Optional::orElseThrow)
                    .compose(me -> addFirstIdentity(work, user, me))
                    .map(Found::existing);
        });
    }

    private Future<Me> addFirstIdentity(UnitOfWork work, NewUser user, Me me) {
        if (user.identity() == null) {
            return Future.succeededFuture(me);
        }
        // In a statement of its own, which sees what was committed while the lock was waited for.
        return identities.list(work.client(), me.profile().id()).compose(known -> {
            if (!known.orElse(List.of()).isEmpty()) {
                throw emailTaken();
            }
            return addIdentity(work, user, me);
        });
    }

    /** Who made the account has not proven its email, and so may be a stranger who has prepared it for its owner. */
    private Future<Found> claim(UnitOfWork work, UUID account, NewUser user, Optional<String> hash, String requestId) {
        work.afterCommit(() -> {
            callers.forget(account);
            SecurityLog.accountClaimed(account, requestId);
        });
        return accounts.claim(work.client(), account, user, hash)
                .compose(claimed -> withdrawOffers
                        .apply(work, account)
                        .compose(withdrawn -> addIdentity(work, user, claimed))
                        .map(me -> Found.existing(logIfAdmin(work, me, requestId))));
    }

    private Future<Me> addIdentity(UnitOfWork work, NewUser user, Me me) {
        return user.identity() == null
                ? Future.succeededFuture(me)
                : identities
                        .add(work.client(), me.profile().id(), user.identity())
                        .map(added -> {
                            if (!added) {
                                throw IdentityService.identityTaken();
                            }
                            return me;
                        });
    }

    private static Me logIfAdmin(UnitOfWork work, Me me, String requestId) {
        if (me.isAdmin()) {
            work.afterCommit(() -> SecurityLog.adminGranted(me.profile().id(), requestId));
        }
        return me;
    }

    Future<Me> find(UUID user) {
        return database.read(client -> users.findMe(client, user)).map(Failure.NotFound.unlessFound("user"));
    }

    Future<Me> findByEmail(String email) {
        return database.read(client -> accounts.findByEmail(client, Emails.key(email)))
                .map(Failure.NotFound.unlessFound("user"));
    }

    /** The accounts that cannot be found by their email. */
    Future<Page<ListedUser>> listWithoutEmailKey(PageRequest page) {
        return database.read(client -> accounts.listWithoutEmailKey(client, page));
    }

    Future<Me> changeEmail(
            UnitOfWork work, UUID user, String email, String emailKey, @Nullable Boolean isVerified, String requestId) {
        return GuardedWrite.attempt(
                        () -> accounts.changeEmail(work.client(), user, email, emailKey, isVerified)
                                .recover(SqlErrors.ifTaken(UNIQUE_EMAIL, () -> Future.failedFuture(emailTaken()))),
                        () -> find(user).compose(found -> Future.failedFuture(emailTaken())))
                .map(changed -> logAdminChange(work, changed, requestId));
    }

    /** @param emailKey of the email that the user has proven; empty: the one that the account has */
    Future<Me> verifyEmail(UnitOfWork work, UUID user, Optional<String> emailKey, String requestId) {
        return GuardedWrite.attempt(
                        () -> accounts.verifyEmail(work.client(), user, emailKey),
                        () -> find(user)
                                .compose(found -> Future.failedFuture(new Failure.Conflict(
                                        "email_changed", "This account has another email by now."))))
                .map(changed -> logAdminChange(work, changed, requestId));
    }

    private static Me logAdminChange(UnitOfWork work, Changed changed, String requestId) {
        Me me = changed.me();
        if (me.isAdmin() != changed.wasAdmin()) {
            UUID user = me.profile().id();
            work.afterCommit(() -> {
                if (me.isAdmin()) {
                    SecurityLog.adminGranted(user, requestId);
                } else {
                    SecurityLog.adminRevoked(user, requestId);
                }
            });
        }
        return me;
    }

    /**
     * Sessions that have begun before become invalid, and their sockets close. Those of the last 15 seconds stay, since the
     * clock of whoever makes the tokens may be late.
     *
     * @param own a session that ends in any case; null: none
     */
    Future<Void> endSessions(UnitOfWork work, UUID user, @Nullable Claims own) {
        work.afterCommit(() -> callers.forget(user));
        return accounts.endSessions(work.client(), user, own == null ? null : own.latestSignIn())
                .compose(
                        exists -> exists ? Future.succeededFuture() : Future.failedFuture(Failure.NotFound.of("user")));
    }

    private static Failure emailTaken() {
        return new Failure.Conflict("email_taken", "Somebody has an account with this email.");
    }

    /** @param isNew false if the account existed before */
    record Found(Me me, boolean isNew) {
        private static Found created(Me me) {
            return new Found(me, true);
        }

        private static Found existing(Me me) {
            return new Found(me, false);
        }
    }
}
