package dev.guildhall.order;

import dev.guildhall.failure.Failure;
import dev.guildhall.failure.FieldCode;
import dev.guildhall.failure.FieldError;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why a gig cannot be ordered, the graver reason first. */
final class PlaceRefusals {
    private PlaceRefusals() {}

    static Optional<Failure> of(
            boolean isOwn, boolean isActive, BigDecimal price, @Nullable BigDecimal expected, boolean hasTooMany) {
        if (isOwn) {
            return Optional.of(new Failure.Invalid(
                    "order_self",
                    "You cannot order your own gig.",
                    FieldError.field("gig_id", FieldCode.NOT_ALLOWED, "This gig is your own.")));
        }
        if (!isActive) {
            return Optional.of(new Failure.Conflict("gig_inactive", "This gig is not on offer any more."));
        }
        if (expected != null && price.compareTo(expected) != 0) {
            return Optional.of(new Failure.Conflict(
                    "gig_price_changed",
                    "The price of this gig is another now.",
                    Map.of("price", price.toPlainString())));
        }
        if (hasTooMany) {
            return Optional.of(new Failure.Conflict(
                    "too_many_open_orders",
                    "You have too many unfinished orders with this freelancer. Complete or cancel one first."));
        }
        return Optional.empty();
    }
}
