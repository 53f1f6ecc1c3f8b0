package dev.guildhall.user;

import dev.guildhall.auth.Identity;
import dev.guildhall.db.Database;
import dev.guildhall.db.UnitOfWork;
import dev.guildhall.failure.Failure;
import dev.guildhall.user.IdentityRepository.AddedIdentity;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.List;
import java.util.UUID;

/** Says by which identities of identity providers a user signs in. */
public final class IdentityService {
    private static final int MAX_IDENTITIES = 20;

    private final Database database;
    private final CallerLookup callers;
    private final IdentityRepository identities = new IdentityRepository();
    private final UserRepository users = new UserRepository();

    public IdentityService(Database database, CallerLookup callers) {
        this.database = database;
        this.callers = callers;
    }

    Future<List<AddedIdentity>> list(UUID user) {
        return database.read(client -> list(client, user));
    }

    private Future<List<AddedIdentity>> list(SqlClient client, UUID user) {
        return identities.list(client, user).map(Failure.NotFound.unlessFound("user"));
    }

    /** Returns all identities of the user. */
    Future<List<AddedIdentity>> add(UnitOfWork work, UUID user, Identity identity) {
        return work.atomically(transaction -> users.lock(transaction.client(), user)
                .compose(locked -> list(transaction.client(), user))
                .compose(former -> former.stream().anyMatch(known -> known.is(identity))
                        ? Future.succeededFuture(former)
                        : addNew(transaction, user, identity, former.size())));
    }

    private Future<List<AddedIdentity>> addNew(UnitOfWork work, UUID user, Identity identity, int former) {
        if (former >= MAX_IDENTITIES) {
            throw new Failure.Conflict(
                    "too_many_identities", "A user has at most " + MAX_IDENTITIES + " identities. Remove one first.");
        }
        return identities.add(work.client(), user, identity).compose(added -> {
            if (!added) {
                throw identityTaken();
            }
            return list(work.client(), user);
        });
    }

    static Failure identityTaken() {
        return new Failure.Conflict("identity_taken", "Another user signs in by this identity.");
    }

    /** Tokens of the identity are no longer accepted. Does nothing if the user does not have it. */
    Future<Void> remove(UnitOfWork work, UUID user, Identity identity) {
        work.afterCommit(() -> callers.forget(user));
        // The user is locked first, as by everything else that locks rows of the account.
        return work.atomically(transaction -> users.lock(transaction.client(), user)
                .compose(locked -> identities.remove(transaction.client(), user, identity))
                .compose(removed -> list(transaction.client(), user))
                .mapEmpty());
    }
}
