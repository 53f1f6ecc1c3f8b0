package dev.guildhall.review;

import dev.guildhall.auth.Caller;
import dev.guildhall.bus.Events;
import dev.guildhall.db.Database;
import dev.guildhall.db.GuardedWrite;
import dev.guildhall.db.Page;
import dev.guildhall.db.PageRequest;
import dev.guildhall.db.UnitOfWork;
import dev.guildhall.failure.Failure;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;

/** Creates and finds reviews. */
public final class ReviewService {
    private final Database database;
    private final Events events;
    private final ReviewRepository reviews = new ReviewRepository();

    public ReviewService(Database database, Events events) {
        this.database = database;
        this.events = events;
    }

    Future<Review> create(UnitOfWork work, NewReview review) {
        return GuardedWrite.attempt(
                        () -> reviews.create(work.client(), review),
                        () -> reviews.findReviewableOrder(work.client(), review)
                                .map(Failure.NotFound.unlessFound("order"))
                                .compose(order -> GuardedWrite.refuse(order.refusal())))
                .map(posted -> publishAfterCommit(work, posted));
    }

    /** Does not check who may see the review: the caller must have written it. */
    Future<Review> find(UUID review) {
        return database.read(client -> reviews.find(client, review)).map(Failure.NotFound.unlessFound("review"));
    }

    Future<Page<Review>> listOfUser(UUID user, ReviewDirection direction, Optional<Caller> viewer, PageRequest page) {
        return database.read(client -> reviews.listOfUser(client, user, direction, viewer, page))
                .map(Failure.NotFound.unlessFound("user"));
    }

    Future<Page<Review>> listOfOrder(UUID order, Caller caller, PageRequest page) {
        return database.read(client -> reviews.listOfOrder(client, order, caller, page))
                .map(Failure.NotFound.unlessFound("order"));
    }

    private Review publishAfterCommit(UnitOfWork work, Review review) {
        ReviewPosted posted = new ReviewPosted(review.id(), review.orderId(), review.reviewerId(), review.revieweeId());
        work.afterCommit(() -> events.publishEverywhere(ReviewPosted.TOPIC, posted));
        return review;
    }
}
