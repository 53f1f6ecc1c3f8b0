package dev.guildhall.gig;

import dev.guildhall.auth.Caller;
import dev.guildhall.db.Database;
import dev.guildhall.db.UnitOfWork;
import dev.guildhall.failure.Failure;
import dev.guildhall.failure.FieldCode;
import dev.guildhall.failure.FieldError;
import dev.guildhall.http.Page;
import dev.guildhall.http.PageRequest;
import io.vertx.core.Future;
import java.util.Currency;
import java.util.Optional;
import java.util.UUID;

/** What can be done with gigs. */
public final class GigService {
    /** How often a change is tried again because the gig changed between the attempt and the look at what stood against it. */
    private static final int ATTEMPTS = 3;

    private final Database database;
    private final Currency currency;
    private final GigRepository gigs = new GigRepository();

    /** @param currency of every new gig's price */
    public GigService(Database database, Currency currency) {
        this.database = database;
        this.currency = currency;
    }

    Future<Gig> find(UUID gig, Optional<Caller> viewer) {
        return database.read(client -> gigs.find(client, gig, viewer)).map(GigService::orNotFound);
    }

    Future<Page<GigSummary>> list(GigFilter filter, PageRequest page) {
        return filter.needsSearchPool()
                ? database.search(client -> gigs.list(client, filter, page))
                : database.read(client -> gigs.list(client, filter, page));
    }

    Future<Page<GigSummary>> listOf(UUID freelancer, Optional<Caller> viewer, PageRequest page) {
        return database.read(client -> gigs.listOf(client, freelancer, viewer, page))
                .map(found -> found.orElseThrow(() -> Failure.NotFound.of("user")));
    }

    Future<Gig> create(UnitOfWork work, Caller caller, NewGig gig) {
        return gigs.create(work.client(), caller, gig, currency);
    }

    Future<Gig> change(UnitOfWork work, GigChange change) {
        return attempt(work, change, change.isModeration(), ATTEMPTS);
    }

    private Future<Gig> attempt(UnitOfWork work, GigChange change, boolean isModeration, int attempts) {
        return (isModeration ? gigs.moderate(work.client(), change) : gigs.change(work.client(), change))
                .compose(changed -> changed.map(Future::succeededFuture)
                        .orElseGet(() -> explain(work, change, isModeration, attempts)));
    }

    private Future<Gig> explain(UnitOfWork work, GigChange change, boolean isModeration, int attempts) {
        return gigs.standing(work.client(), change).compose(found -> {
            GigStanding standing = orNotFound(found);
            boolean isOwn = standing.freelancerId().equals(change.caller().id());
            if (isOwn && isModeration) {
                return changeAsOwner(work, change, attempts);
            }
            if (!isOwn && !isModeration) {
                throw new Failure.Forbidden(
                        "forbidden",
                        "A gig is its freelancer's; admins may send is_active and a reason, and nothing else.");
            }
            if (change.versions() != null && !change.versions().contains(standing.version())) {
                throw new Failure.PreconditionFailed();
            }
            if (isModeration && standing.isTakenDown() != change.switchesOn()) {
                // Somebody has done it before, and their reason stays.
                return gigs.find(work.client(), change.gig(), Optional.of(change.caller()))
                        .map(GigService::orNotFound);
            }
            if (isOwn && standing.isTakenDown() && change.switchesOn()) {
                throw new Failure.Conflict(
                        "gig_taken_down",
                        "An admin has taken this gig down, and only an admin can restore it. Everything else about it can be changed.");
            }
            return attempts == 1
                    ? Future.failedFuture(Failure.Unavailable.busy())
                    : attempt(work, change, isModeration, attempts - 1);
        });
    }

    private Future<Gig> changeAsOwner(UnitOfWork work, GigChange change, int attempts) {
        if (change.reason() != null) {
            throw new Failure.Invalid(FieldError.field(
                    "reason", FieldCode.NOT_ALLOWED, "This gig is your own, and nobody is told a reason."));
        }
        return attempt(work, change, false, attempts);
    }

    private static <T> T orNotFound(Optional<T> found) {
        return found.orElseThrow(() -> Failure.NotFound.of("gig"));
    }
}
