package dev.guildhall.review;

import dev.guildhall.bus.Topic;
import java.util.UUID;

/** A review was committed. */
public record ReviewPosted(UUID reviewId, UUID orderId, UUID reviewerId, UUID revieweeId) {
    public static final Topic<ReviewPosted> TOPIC = new Topic<>("review.posted", ReviewPosted.class);
}
