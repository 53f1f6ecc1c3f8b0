package dev.guildhall.order;

import dev.guildhall.auth.Caller;
import dev.guildhall.bus.Topic;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An order was placed or moved, or somebody has proposed or stated something.
 *
 * @param action the last action in the history, or what was done instead
 * @param actorId null if the system acted
 */
public record OrderUpdated(
        UUID orderId,
        UUID clientId,
        UUID freelancerId,
        OrderStatus status,
        PaymentStatus paymentStatus,
        String action,
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
                order.lastEvent().action().text(),
                order.lastEvent().actorId(),
                order.version());
    }

    /** For what is no move, such as a proposal: only the version is new. */
    static OrderUpdated of(UUID order, OrderSnapshot before, String action, Caller caller, int version) {
        return new OrderUpdated(
                order,
                before.clientId(),
                before.freelancerId(),
                before.state().status(),
                before.state().payment(),
                action,
                caller.id(),
                version);
    }
}
