package dev.guildhall.user;

import dev.guildhall.auth.Caller;
import dev.guildhall.auth.Claims;
import dev.guildhall.db.Database;
import dev.guildhall.db.GuardedWrite;
import dev.guildhall.db.Page;
import dev.guildhall.db.PageRequest;
import dev.guildhall.db.UnitOfWork;
import dev.guildhall.failure.Failure;
import dev.guildhall.failure.FieldCode;
import dev.guildhall.failure.FieldError;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads and changes profiles, and lets admins deactivate users. */
public final class UserService {
    private final Database database;
    private final CallerLookup callers;
    private final UserRepository users = new UserRepository();

    public UserService(Database database, CallerLookup callers) {
        this.database = database;
        this.callers = callers;
    }

    Future<Me> findMe(Caller caller) {
        return database.read(client -> users.findMe(client, caller.id())).map(Failure.NotFound.unlessFound("user"));
    }

    /** Deactivation is the only way to remove a profile, so afterwards only admins can see it. */
    Future<Profile> find(UUID user, @Nullable Caller viewer) {
        return database.read(client -> users.findProfile(client, user, viewer != null && viewer.isAdmin()))
                .map(Failure.NotFound.unlessFound("user"));
    }

    Future<Me> change(UnitOfWork work, Claims claims, Caller caller, ProfileChange change) {
        if (!change.setsPaymentInstructions()) {
            return apply(work, claims, caller, change);
        }
        // What ends the session of the caller is seen by the statement after the lock.
        return work.atomically(transaction -> users.lock(transaction.client(), caller.id())
                .compose(locked -> apply(transaction, claims, caller, change)));
    }

    private Future<Me> apply(UnitOfWork work, Claims claims, Caller caller, ProfileChange change) {
        return GuardedWrite.attempt(() -> users.change(work.client(), caller.id(), claims, change), () -> {
            callers.forget(caller.id());
            return callers.identify(claims)
                    .compose(identified -> users.findMe(work.client(), caller.id()))
                    .map(Failure.NotFound.unlessFound("user"))
                    .map(me -> {
                        if (!change.ifMatch().allows(me.version())) {
                            throw new Failure.PreconditionFailed();
                        }
                        return Optional.empty();
                    });
        });
    }

    Future<ModeratedProfile> moderate(
            UnitOfWork work, Caller caller, UUID user, boolean isActive, @Nullable String reason) {
        if (!caller.isAdmin()) {
            return find(user, caller)
                    .compose(found -> Future.failedFuture(
                            new Failure.Forbidden("forbidden", "Only admins deactivate and reactivate people.")));
        }
        if (!isActive && caller.id().equals(user)) {
            throw new Failure.Invalid(FieldError.field(
                    "is_active", FieldCode.NOT_ALLOWED, "You cannot deactivate yourself; another admin can."));
        }
        work.afterCommit(() -> callers.forget(user));
        return GuardedWrite.attempt(
                () -> users.moderate(work.client(), caller, user, isActive, reason),
                () -> users.findModerated(work.client(), user)
                        .map(Failure.NotFound.unlessFound("user"))
                        .compose(
                                found -> Future.failedFuture(
                                        new Failure.Conflict(
                                                "own_order",
                                                "You have an order with them that is not final; an admin who is no party can do this."))));
    }

    Future<Page<ListedUser>> list(Caller caller, UserFilter filter, PageRequest page) {
        if (!caller.isAdmin()) {
            throw new Failure.Forbidden("forbidden", "Only admins list people.");
        }
        return filter.isSearch()
                ? database.search(client -> users.list(client, filter, page))
                : database.read(client -> users.list(client, filter, page));
    }

    /** Other accounts with the payment instructions of this one. */
    Future<Page<NamedUser>> listWithSameInstructions(Caller caller, UUID user, PageRequest page) {
        if (!caller.isAdmin()) {
            throw new Failure.Forbidden("forbidden", "Only admins compare payment instructions.");
        }
        return database.read(client -> users.listWithSameInstructions(client, user, page))
                .map(Failure.NotFound.unlessFound("user"));
    }

    /** A profile with the fields that only admins see. */
    Future<ModeratedProfile> findModerated(UUID user) {
        return database.read(client -> users.findModerated(client, user)).map(Failure.NotFound.unlessFound("user"));
    }
}
