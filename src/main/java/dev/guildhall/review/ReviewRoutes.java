package dev.guildhall.review;

import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.POST;

import dev.guildhall.http.Api;
import dev.guildhall.http.Routes;

/** The routes of reviews. */
public final class ReviewRoutes implements Routes {
    private final ReviewHandler reviews;

    public ReviewRoutes(ReviewService reviews) {
        this.reviews = new ReviewHandler(reviews);
    }

    @Override
    public void mount(Api api) {
        api.user(POST, "/reviews", reviews::create);
        api.user(GET, "/orders/:id/reviews", reviews::listOfOrder);
        api.open("/users/:id/reviews", reviews::listOfUser);
    }
}
