package dev.guildhall.review;

import dev.guildhall.auth.Caller;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A review as somebody writes it; whom it is about follows from the order.
 *
 * @param rating 1, poor, to 5, excellent
 */
record NewReview(
        UUID order, Caller reviewer, int rating, @Nullable String comment) {}
