package dev.guildhall.order;

import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.PATCH;
import static io.vertx.core.http.HttpMethod.POST;

import dev.guildhall.http.Api;
import dev.guildhall.http.Routes;
import java.util.stream.Stream;

/** The paths of orders; one for each action that somebody can ask for. */
public final class OrderRoutes implements Routes {
    private final OrderHandler orders;

    /** @param timeouts from which the deadlines of an order follow */
    public OrderRoutes(OrderService orders, OrderTimeouts timeouts) {
        this.orders = new OrderHandler(orders, timeouts);
    }

    @Override
    public void mount(Api api) {
        api.user(POST, "/orders", orders::place);
        api.user(GET, "/orders", orders::list);
        api.user(GET, "/orders/:id", orders::find);
        api.user(GET, "/orders/:id/history", orders::history);
        api.user(GET, "/orders/:id/payment-proofs", orders::proofs);
        api.anyone(GET, "/order-transitions", orders::transitions);
        Stream.of(OrderAction.values())
                .filter(OrderAction::isRequested)
                .forEach(action ->
                        api.user(PATCH, "/orders/:id/" + action.text(), request -> orders.act(request, action)));
    }
}
