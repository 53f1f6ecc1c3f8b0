package dev.guildhall.review;

import dev.guildhall.db.LockKey;
import dev.guildhall.http.Body;
import dev.guildhall.http.Paging;
import dev.guildhall.http.Query;
import dev.guildhall.http.Reply;
import dev.guildhall.http.Request;
import io.vertx.core.Future;
import java.util.Map;
import java.util.UUID;

/** Reads the requests about reviews and makes their responses. */
final class ReviewHandler {
    private static final int MIN_RATING = 1;
    private static final int MAX_RATING = 5;
    private static final int MAX_COMMENT = 2_000;

    private static final Map<String, ReviewDirection> DIRECTIONS =
            Map.of("received", ReviewDirection.RECEIVED, "given", ReviewDirection.GIVEN);

    private final ReviewService reviews;

    ReviewHandler(ReviewService reviews) {
        this.reviews = reviews;
    }

    Future<Reply> create(Request request) {
        Body body = request.body();
        NewReview review = new NewReview(
                body.id("order_id"),
                request.caller(),
                body.integer("rating", MIN_RATING, MAX_RATING),
                body.optionalText("comment", MAX_COMMENT));
        body.check();
        // A review has no path of its own, so Location is the list of its order.
        return request.write(
                LockKey.briefly("order", review.order()),
                work -> reviews.create(work, review)
                        .map(created -> Reply.created(created, "/orders/" + created.orderId() + "/reviews")),
                reviews::find);
    }

    Future<Reply> listOfUser(Request request) {
        UUID user = request.id("id");
        Query query = request.query();
        ReviewDirection direction = query.choice("direction", DIRECTIONS, ReviewDirection.RECEIVED);
        Paging paging = request.paging(query);
        return reviews.listOfUser(user, direction, request.viewer(), paging.page())
                .map(paging::reply);
    }

    Future<Reply> listOfOrder(Request request) {
        UUID order = request.id("id");
        Paging paging = request.paging();
        return reviews.listOfOrder(order, request.caller(), paging.page()).map(paging::reply);
    }
}
