package dev.guildhall.order;

import dev.guildhall.bus.Topic;
import java.util.UUID;

/** An order has been placed or has moved. */
public record OrderUpdated(
        UUID orderId,
        UUID clientId,
        UUID freelancerId,
        OrderStatus status,
        PaymentStatus paymentStatus,
        OrderAction action,
        UUID actorId,
        int version) {
    public static final Topic<OrderUpdated> TOPIC = new Topic<>("order.updated", OrderUpdated.class);
}
