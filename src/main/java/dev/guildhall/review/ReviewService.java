package dev.guildhall.review;

import dev.guildhall.auth.Caller;
import dev.guildhall.bus.Events;
import dev.guildhall.db.Database;
import dev.guildhall.db.UnitOfWork;
import dev.guildhall.failure.Failure;
import dev.guildhall.http.Page;
import dev.guildhall.http.PageRequest;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;

/** What can be done with reviews, which is to write them and to read them. */
public final class ReviewService {
    /** How often a review is tried again because the order was completed between the attempt and the look at its status. */
    private static final int ATTEMPTS = 3;

    private final Database database;
    private final Events events;
    private final ReviewRepository reviews = new ReviewRepository();

    public ReviewService(Database database, Events events) {
        this.database = database;
        this.events = events;
    }

    Future<Review> create(UnitOfWork work, NewReview review) {
        return attempt(work, review, ATTEMPTS);
    }

    /** A review to whoever is known to have written it. */
    Future<Review> find(UUID review) {
        return database.read(client -> reviews.find(client, review))
                .map(found -> found.orElseThrow(() -> Failure.NotFound.of("review")));
    }

    Future<Page<Review>> listOfUser(UUID user, ReviewDirection direction, Optional<Caller> viewer, PageRequest page) {
        return database.read(client -> reviews.listOfUser(client, user, direction, viewer, page))
                .map(found -> found.orElseThrow(() -> Failure.NotFound.of("user")));
    }

    Future<Page<Review>> listOfOrder(UUID order, Caller caller, PageRequest page) {
        return database.read(client -> reviews.listOfOrder(client, order, caller, page))
                .map(ReviewService::orNoOrder);
    }

    private Future<Review> attempt(UnitOfWork work, NewReview review, int attempts) {
        return reviews.create(work.client(), review)
                .compose(made ->
                        made.map(posted -> announced(work, posted)).orElseGet(() -> refuse(work, review, attempts)));
    }

    private Future<Review> announced(UnitOfWork work, Review review) {
        ReviewPosted posted = new ReviewPosted(review.id(), review.orderId(), review.reviewerId(), review.revieweeId());
        work.afterCommit(() -> events.publishEverywhere(ReviewPosted.TOPIC, posted));
        return Future.succeededFuture(review);
    }

    private Future<Review> refuse(UnitOfWork work, NewReview review, int attempts) {
        return reviews.standing(work.client(), review).compose(found -> {
            Optional<Failure> refusal = orNoOrder(found).refusal();
            if (refusal.isPresent()) {
                return Future.failedFuture(refusal.get());
            }
            return attempts == 1
                    ? Future.failedFuture(Failure.Unavailable.busy())
                    : attempt(work, review, attempts - 1);
        });
    }

    private static <T> T orNoOrder(Optional<T> found) {
        return found.orElseThrow(() -> Failure.NotFound.of("order"));
    }
}
