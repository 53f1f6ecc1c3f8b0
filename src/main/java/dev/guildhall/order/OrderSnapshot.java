package dev.guildhall.order;

import io.vertx.sqlclient.Row;
import java.util.UUID;

/** As much of an order as it takes to say why it did not move. */
record OrderSnapshot(OrderState state, UUID clientId, UUID freelancerId, int version, boolean isReferenceUsed) {

    static OrderSnapshot from(Row row) {
        return new OrderSnapshot(
                new OrderState(
                        OrderStatus.valueOf(row.getString("status")),
                        PaymentStatus.valueOf(row.getString("payment_status"))),
                row.getUUID("client_id"),
                row.getUUID("freelancer_id"),
                row.getInteger("version"),
                Boolean.TRUE.equals(row.getBoolean("reference_is_used")));
    }
}
