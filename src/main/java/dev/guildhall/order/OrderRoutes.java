package dev.guildhall.order;

import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.PATCH;
import static io.vertx.core.http.HttpMethod.POST;

import dev.guildhall.http.Api;
import dev.guildhall.http.Routes;
import java.util.stream.Stream;

/** The routes of orders, with one for each action that users can request. */
public final class OrderRoutes implements Routes {
    private final OrderHandler orders;
    private final ProposalHandler proposals;
    private final StatementHandler statements;

    /** @param timeouts that the published table of transitions names */
    public OrderRoutes(
            OrderService orders, ProposalService proposals, StatementService statements, OrderTimeouts timeouts) {
        this.orders = new OrderHandler(orders, timeouts);
        this.proposals = new ProposalHandler(proposals);
        this.statements = new StatementHandler(statements);
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
        api.user(POST, "/orders/:id/proposals", proposals::propose);
        api.user(GET, "/orders/:id/proposals", proposals::list);
        Stream.of(ProposalAnswer.values())
                .forEach(answer -> api.user(
                        PATCH,
                        "/orders/:id/proposals/:proposal_id/" + answer.text(),
                        request -> proposals.answer(request, answer)));
        api.user(POST, "/orders/:id/statements", statements::add);
        api.user(GET, "/orders/:id/statements", statements::list);
        api.anyone(GET, "/order-transitions", orders::listTransitions);
    }
}
