package dev.guildhall.order;

import dev.guildhall.failure.Failure;
import dev.guildhall.failure.FieldCode;
import dev.guildhall.failure.FieldError;
import dev.guildhall.money.Money;
import io.vertx.sqlclient.Row;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The data of a gig that explains why the caller could not order it.
 *
 * @param owesRefund whether the freelancer has owed a refund for too long
 * @param hasTooManyOrders whether the client has reached the limit of open orders with this freelancer
 */
record GigOffer(
        boolean isOwn,
        boolean isActive,
        boolean owesRefund,
        BigDecimal price,
        String currency,
        boolean hasTooManyOrders) {

    static GigOffer from(Row row) {
        return new GigOffer(
                row.getBoolean("is_own"),
                row.getBoolean("is_active"),
                row.getBoolean("owes_refund"),
                Money.from(row, "price"),
                row.getString("currency"),
                row.getBoolean("has_too_many"));
    }

    /**
     * The first reason that applies, in the order: own gig, inactive, debt, price, limit. Empty if the gig can be ordered now.
     *
     * @param expectedPrice the price that the client saw; null: any price
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
        if (owesRefund) {
            return Optional.of(new Failure.Conflict(
                    "freelancer_owes_refund", "This freelancer owes a refund, and takes no orders until it is paid."));
        }
        Optional<FieldError> error = Optional.ofNullable(expectedPrice)
                .flatMap(expected -> Money.error(expected, "expected_price", currency));
        if (error.isPresent()) {
            return error.map(Failure.Invalid::new);
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
