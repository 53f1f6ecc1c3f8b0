package dev.guildhall.user;

import dev.guildhall.auth.Caller;
import dev.guildhall.db.Database;
import dev.guildhall.db.UnitOfWork;
import dev.guildhall.failure.Failure;
import dev.guildhall.http.Page;
import dev.guildhall.http.PageRequest;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** What people show of themselves, and what admins do about it. */
public final class UserService {
    private final Database database;
    private final CallerLookup directory;
    private final BiFunction<UnitOfWork, UUID, Future<Void>> fillInOrders;
    private final UserRepository users = new UserRepository();

    /** @param fillInOrders gives a freelancer's payment instructions to those of their orders that wait for some */
    public UserService(
            Database database, CallerLookup directory, BiFunction<UnitOfWork, UUID, Future<Void>> fillInOrders) {
        this.database = database;
        this.directory = directory;
        this.fillInOrders = fillInOrders;
    }

    Future<Me> me(Caller caller) {
        return database.read(client -> users.findMe(client, caller.id())).map(UserService::orNotFound);
    }

    /** Deactivating is the only way to take a profile down, so none but admins see it afterwards. */
    Future<Profile> find(UUID user, @Nullable Caller viewer) {
        return database.read(client -> users.findProfile(client, user, viewer != null && viewer.isAdmin()))
                .map(UserService::orNotFound);
    }

    Future<Me> change(UnitOfWork work, Caller caller, ProfileChange change) {
        if (!change.setsPaymentInstructions()) {
            return apply(work, caller, change);
        }
        // An order being placed holds the row that is changed here, so that it is either found or has read the change.
        return work.atomically(both -> apply(both, caller, change)
                .compose(me -> fillInOrders.apply(both, caller.id()).map(me)));
    }

    private Future<Me> apply(UnitOfWork work, Caller caller, ProfileChange change) {
        return users.change(work.client(), caller.id(), change).map(UserService::orNotFound);
    }

    Future<ModeratedProfile> moderate(
            UnitOfWork work, Caller caller, UUID user, boolean isActive, @Nullable String reason) {
        if (!caller.isAdmin()) {
            return find(user, caller)
                    .compose(found -> Future.failedFuture(
                            new Failure.Forbidden("forbidden", "Only admins deactivate and reactivate people.")));
        }
        return users.moderate(work.client(), caller, user, isActive, reason).map(found -> {
            work.afterCommit(() -> directory.forget(user));
            return orNotFound(found);
        });
    }

    Future<Page<ListedUser>> list(Caller caller, UserFilter filter, PageRequest page) {
        if (!caller.isAdmin()) {
            throw new Failure.Forbidden("forbidden", "Only admins list people.");
        }
        return filter.isSearch()
                ? database.search(client -> users.list(client, filter, page))
                : database.read(client -> users.list(client, filter, page));
    }

    /** A profile as an admin sees it, who is the only one to be shown it. */
    Future<ModeratedProfile> findModerated(UUID user) {
        return database.read(client -> users.findModerated(client, user)).map(UserService::orNotFound);
    }

    private static <T> T orNotFound(Optional<T> found) {
        return found.orElseThrow(() -> Failure.NotFound.of("user"));
    }
}
