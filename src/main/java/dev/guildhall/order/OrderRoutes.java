package dev.guildhall.order;

import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.PATCH;
import static io.vertx.core.http.HttpMethod.POST;

import dev.guildhall.http.Api;
import dev.guildhall.http.Routes;
import java.util.stream.Stream;

/** The paths of orders, with one path for each action that users can request. */
public final class OrderRoutes implements Routes {
    private final OrderHandler orders;
    private final NegotiationHandler negotiations;

    /** @param timeouts that the published table of transitions names */
    public OrderRoutes(
            OrderService orders, ProposalService proposals, StatementService statements, OrderTimeouts timeouts) {
        this.orders = new OrderHandler(orders, timeouts);
        this.negotiations = new NegotiationHandler(proposals, statements);
    }

    @Override
    public void mount(Api api) {
        api.user(POST, "/orders", orders::place);
        api.user(GET, "/orders", orders::list);
        api.user(GET, "/orders/:id", orders::find);
        Stream.of(OrderAction.values())
                .filter(OrderAction::isRequested)
                .forEach(action ->
                        api.user(PATCH, "/orders/:id/" + action.text(), request -> orders.move(request, action)));
        api.user(GET, "/orders/:id/history", orders::listHistory);
        api.user(GET, "/orders/:id/payment-proofs", orders::listProofs);
        api.user(POST, "/orders/:id/proposals", negotiations::propose);
        api.user(GET, "/orders/:id/proposals", negotiations::listProposals);
        Stream.of(ProposalAnswer.values())
                .forEach(answer -> api.user(
                        PATCH,
                        "/orders/:id/proposals/:proposal_id/" + answer.text(),
                        request -> negotiations.answer(request, answer)));
        api.user(POST, "/orders/:id/statements", negotiations::addStatement);
        api.user(GET, "/orders/:id/statements", negotiations::listStatements);
        api.anyone(GET, "/order-transitions", orders::listTransitions);
    }
}
