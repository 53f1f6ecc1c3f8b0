package dev.guildhall.order;

import dev.guildhall.failure.Failure;
import dev.guildhall.failure.FieldCode;
import dev.guildhall.failure.FieldError;
import io.vertx.sqlclient.Row;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * As much of a gig, as its client sees it, as it takes to say why it was not ordered.
 *
 * @param hasTooManyOrders whether the client has as many open orders with this freelancer as they may have
 */
record GigOffer(boolean isOwn, boolean isActive, BigDecimal price, boolean hasTooManyOrders) {

    static GigOffer from(Row row) {
        return new GigOffer(
                row.getBoolean("is_own"),
                row.getBoolean("is_active"),
                row.getBigDecimal("price"),
                row.getBoolean("has_too_many"));
    }

    /**
     * The graver reason first; empty if nothing stands against an order any more.
     *
     * @param expectedPrice what the client saw; null where they take any
     */
    Optional<Failure> refusal(@Nullable BigDecimal expectedPrice) {
        if (isOwn) {
            return Optional.of(new Failure.Invalid(
                    "order_self",
                    "You cannot order your own gig.",
                    FieldError.field("gig_id", FieldCode.NOT_ALLOWED, "This gig is your own.")));
        }
        if (!isActive) {
            return Optional.of(new Failure.Conflict("gig_inactive", "This gig is not on offer any more."));
        }
        if (expectedPrice != null && price.compareTo(expectedPrice) != 0) {
            return Optional.of(new Failure.Conflict(
                    "gig_price_changed",
                    "The price of this gig is another now.",
                    Map.of("price", price.toPlainString())));
        }
        if (hasTooManyOrders) {
            return Optional.of(new Failure.Conflict(
                    "too_many_open_orders",
                    "You have too many unfinished orders with this freelancer. Complete or cancel one first."));
        }
        return Optional.empty();
    }
}
