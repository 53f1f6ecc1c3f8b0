package dev.guildhall.review;

import dev.guildhall.auth.Caller;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A review that a party of an order writes. The reviewee is the other party.
 *
 * @param rating from 1 (poor) to 5 (excellent)
 */
record NewReview(
        UUID order, Caller reviewer, int rating, @Nullable String comment) {}
