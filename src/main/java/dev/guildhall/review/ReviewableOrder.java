package dev.guildhall.review;

import dev.guildhall.failure.Failure;
import io.vertx.sqlclient.Row;
import java.util.Optional;

/** The data of an order that explains why the caller could not review it. */
record ReviewableOrder(boolean isParty, boolean isCompleted, boolean isReviewed) {

    static ReviewableOrder from(Row row) {
        return new ReviewableOrder(
                row.getBoolean("is_party"), row.getBoolean("is_completed"), row.getBoolean("is_reviewed"));
    }

    /** The first reason that applies, in the order: party, status, earlier review. Empty if a review is possible now. */
    Optional<Failure> refusal() {
        if (!isParty) {
            return Optional.of(
                    new Failure.Forbidden("forbidden_role", "Only the parties of an order review each other."));
        }
        if (!isCompleted) {
            return Optional.of(
                    new Failure.Conflict("order_not_completed", "An order can be reviewed once it is completed."));
        }
        return isReviewed
                ? Optional.of(new Failure.Conflict("review_exists", "You have reviewed this order already."))
                : Optional.empty();
    }
}
