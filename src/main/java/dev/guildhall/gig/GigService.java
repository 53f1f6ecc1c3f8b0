package dev.guildhall.gig;

import dev.guildhall.auth.Caller;
import dev.guildhall.db.Database;
import dev.guildhall.db.GuardedWrite;
import dev.guildhall.db.Page;
import dev.guildhall.db.PageRequest;
import dev.guildhall.db.SharedWrites;
import dev.guildhall.db.Sharing;
import dev.guildhall.db.UnitOfWork;
import dev.guildhall.failure.Failure;
import dev.guildhall.failure.FieldCode;
import dev.guildhall.failure.FieldError;
import io.vertx.core.Future;
import java.util.Currency;
import java.util.Optional;
import java.util.UUID;

/** Finds, creates and changes gigs. */
public final class GigService {
    private final Database database;
    private final Currency currency;
    private final GigRepository gigs = new GigRepository();
    private final SharedWrites<NewGig, Gig> creations =
            new SharedWrites<>(NewGig::id, gig -> gig.freelancer().id(), gigs::create);

    /** @param currency of the prices of new gigs */
    public GigService(Database database, Currency currency) {
        this.database = database;
        this.currency = currency;
    }

    Currency currency() {
        return currency;
    }

    Future<Gig> find(UUID gig, Optional<Caller> viewer) {
        return database.read(client -> gigs.find(client, gig, viewer)).map(Failure.NotFound.unlessFound("gig"));
    }

    Future<Page<GigSummary>> list(GigFilter filter, PageRequest page) {
        return filter.needsSearchPool()
                ? database.search(client -> gigs.list(client, filter, page))
                : database.read(client -> gigs.list(client, filter, page));
    }

    Future<Page<GigSummary>> listOf(UUID freelancer, Optional<Caller> viewer, PageRequest page) {
        return database.read(client -> gigs.listOf(client, freelancer, viewer, page))
                .map(Failure.NotFound.unlessFound("user"));
    }

    Sharing sharing(NewGig gig) {
        return new Sharing(creations, gig.freelancer().id());
    }

    Future<Gig> create(UnitOfWork work, NewGig gig) {
        return creations.write(work, gig).map(Optional::orElseThrow);
    }

    Future<Gig> change(UnitOfWork work, GigChange change) {
        return change(work, change, change.isModeration());
    }

    /** Deactivates all gigs of a freelancer; one that is taken down stays inactive when it is restored. */
    public Future<Void> deactivateAll(UnitOfWork work, UUID freelancer) {
        return gigs.deactivateAll(work.client(), freelancer);
    }

    private Future<Gig> change(UnitOfWork work, GigChange change, boolean isModeration) {
        return GuardedWrite.attempt(
                () -> isModeration ? gigs.moderate(work.client(), change) : gigs.change(work.client(), change),
                () -> gigs.findSnapshot(work.client(), change)
                        .map(Failure.NotFound.unlessFound("gig"))
                        .compose(gig -> explain(work, change, isModeration, gig)));
    }

    private Future<Optional<Gig>> explain(UnitOfWork work, GigChange change, boolean isModeration, GigSnapshot gig) {
        if (isModeration && gig.isOf(change.caller())) {
            return changeAsOwner(work, change).map(Optional::of);
        }
        Optional<Failure> refusal = gig.refusal(change, isModeration);
        if (refusal.isEmpty() && isModeration && gig.isTakenDown() != change.isActivation()) {
            // It is taken down or restored already, and keeps the first reason.
            return gigs.find(work.client(), change.gig(), Optional.of(change.caller()));
        }
        return GuardedWrite.refuse(refusal);
    }

    private Future<Gig> changeAsOwner(UnitOfWork work, GigChange change) {
        if (change.reason() != null) {
            throw new Failure.Invalid(FieldError.field(
                    "reason", FieldCode.NOT_ALLOWED, "This gig is your own, and nobody is told a reason."));
        }
        return change(work, change, false);
    }
}
