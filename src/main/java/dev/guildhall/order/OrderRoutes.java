package dev.guildhall.order;

import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.PATCH;
import static io.vertx.core.http.HttpMethod.POST;

import dev.guildhall.http.Api;
import dev.guildhall.http.Endpoint;
import dev.guildhall.http.Routes;

/** The paths of orders; one for each action of the transition table. */
public final class OrderRoutes implements Routes {
    private final OrderHandler orders;

    public OrderRoutes(OrderService orders) {
        this.orders = new OrderHandler(orders);
    }

    @Override
    public void mount(Api api) {
        api.user(POST, "/orders", orders::place);
        api.user(GET, "/orders", orders::list);
        api.user(GET, "/orders/:id", orders::find);
        api.user(GET, "/orders/:id/history", orders::history);
        api.user(GET, "/orders/:id/payment-proofs", orders::proofs);
        api.anyone(GET, "/order-transitions", orders::transitions);

        action(api, OrderAction.SUBMIT_PAYMENT, orders::submitPayment);
        action(api, OrderAction.RESOLVE, orders::resolve);
        plainly(api, OrderAction.WITHDRAW_PAYMENT);
        plainly(api, OrderAction.CONFIRM_PAYMENT);
        withReason(api, OrderAction.REJECT_PAYMENT);
        plainly(api, OrderAction.START);
        withNote(api, OrderAction.SUBMIT_WORK);
        plainly(api, OrderAction.APPROVE);
        withNote(api, OrderAction.REVISION);
        withReason(api, OrderAction.CANCEL);
        plainly(api, OrderAction.CONFIRM_REFUND);
        withReason(api, OrderAction.DISPUTE);
    }

    private void plainly(Api api, OrderAction action) {
        action(api, action, request -> orders.plainly(request, action));
    }

    private void withReason(Api api, OrderAction action) {
        action(api, action, request -> orders.withReason(request, action));
    }

    private void withNote(Api api, OrderAction action) {
        action(api, action, request -> orders.withNote(request, action));
    }

    private static void action(Api api, OrderAction action, Endpoint endpoint) {
        api.user(PATCH, "/orders/:id/" + action.text(), endpoint);
    }
}
