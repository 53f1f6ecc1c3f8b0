package dev.guildhall.order;

import dev.guildhall.auth.Caller;
import dev.guildhall.db.RequestColumns;
import java.math.BigDecimal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A requested order.
 *
 * @param order the id that it gets
 * @param expectedPrice the price that the client saw; null: any price
 */
record PlaceRequest(
        UUID order, Caller caller, UUID gig, @Nullable BigDecimal expectedPrice) {
    static final RequestColumns<PlaceRequest> COLUMNS = RequestColumns.<PlaceRequest>none()
            .with("order_id", "uuid", UUID[]::new, PlaceRequest::order)
            .with("caller", "uuid", UUID[]::new, PlaceRequest::client)
            .with("gig", "uuid", UUID[]::new, PlaceRequest::gig)
            .withNumeric("expected_price", PlaceRequest::expectedPrice)
            .with("reference", "text", String[]::new, request -> PaymentReference.next());

    UUID client() {
        return caller.id();
    }
}
