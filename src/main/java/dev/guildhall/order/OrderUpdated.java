package dev.guildhall.order;

import dev.guildhall.bus.Topic;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An order was placed or moved. @param actorId null if the system acted */
public record OrderUpdated(
        UUID orderId,
        UUID clientId,
        UUID freelancerId,
        OrderStatus status,
        PaymentStatus paymentStatus,
        OrderAction action,
        @Nullable UUID actorId,
        int version) {
    public static final Topic<OrderUpdated> TOPIC = new Topic<>("order.updated", OrderUpdated.class);

    static OrderUpdated of(Order order) {
        return new OrderUpdated(
                order.id(),
                order.client().id(),
                order.freelancer().id(),
                order.state().status(),
                order.state().payment(),
                order.lastEvent().action(),
                order.lastEvent().actorId(),
                order.version());
    }
}
