package dev.guildhall.order;

import dev.guildhall.bus.Events;
import dev.guildhall.db.Database;
import dev.guildhall.db.SqlErrors;
import dev.guildhall.db.Work;
import dev.guildhall.failure.Failure;
import dev.guildhall.http.Caller;
import dev.guildhall.http.Page;
import dev.guildhall.http.PageRequest;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What can be done with orders. {@link #move} is the only writer of their status. */
public final class OrderService {
    /** How often a move is tried again because the order changed between the attempt and the look at what stood against it. */
    private static final int ATTEMPTS = 3;

    private static final String VERIFIED_REFERENCE = "payment_proofs_verified_reference_key";

    private final Database database;
    private final Events events;
    private final OrderRepository orders = new OrderRepository();

    public OrderService(Database database, Events events) {
        this.database = database;
        this.events = events;
    }

    Future<Order> find(UUID order, Caller caller) {
        return orders.find(database.reads(), order, caller).map(OrderService::orNotFound);
    }

    Future<Page<Order>> list(OrderFilter filter, Caller caller, PageRequest page) {
        return orders.list(database.reads(), filter, caller, page);
    }

    Future<Page<OrderEvent>> history(UUID order, Caller caller, PageRequest page) {
        return orders.history(database.reads(), order, caller, page).map(OrderService::orNotFound);
    }

    Future<Page<PaymentProof.Attempt>> proofs(UUID order, Caller caller, PageRequest page) {
        return orders.proofs(database.reads(), order, caller, page).map(OrderService::orNotFound);
    }

    /** @param expectedPrice what the client saw; null where they take any */
    Future<Order> place(Work work, Caller caller, UUID gig, @Nullable BigDecimal expectedPrice) {
        return orders.place(work.client(), caller, gig, expectedPrice)
                .compose(placed -> placed.map(order -> announced(work, order))
                        .orElseGet(() -> orders.explainPlace(work.client(), caller, gig, expectedPrice)
                                .compose(reason ->
                                        Future.failedFuture(reason.orElseGet(Failure.Unavailable::overloaded)))));
    }

    Future<Order> move(Work work, Move move) {
        return attempt(work, move, ATTEMPTS)
                .recover(
                        SqlErrors.ifTaken(VERIFIED_REFERENCE, () -> Future.failedFuture(MoveRefusals.referenceUsed())));
    }

    /** Gives a freelancer's first payment instructions to those open orders that were placed before there were any. */
    public Future<Void> fillInPaymentInstructions(Work work, UUID freelancer) {
        return orders.fillInPaymentInstructions(work.client(), freelancer);
    }

    private Future<Order> attempt(Work work, Move move, int attempts) {
        return orders.move(work.client(), move.sql(), move, move.transitions())
                .compose(moved ->
                        moved.map(order -> announced(work, order)).orElseGet(() -> refuse(work, move, attempts)));
    }

    private Future<Order> refuse(Work work, Move move, int attempts) {
        return orders.standing(work.client(), move).compose(found -> {
            Standing standing = orNotFound(found);
            Optional<Failure> refusal = MoveRefusals.of(move, standing);
            if (refusal.isPresent()) {
                return Future.failedFuture(refusal.get());
            }
            if (attempts == 1) {
                return Future.failedFuture(Failure.Unavailable.overloaded());
            }
            return OrderTransitions.startsFirst(move.action(), standing.state())
                    ? work.atomically(both -> attempt(both, move.starting(), attempts - 1)
                            .compose(started -> attempt(both, move.whateverVersion(), attempts - 1)))
                    : attempt(work, move, attempts - 1);
        });
    }

    private Future<Order> announced(Work work, Order order) {
        work.afterCommit(() -> events.publish(OrderUpdated.TOPIC, OrderUpdated.of(order)));
        return Future.succeededFuture(order);
    }

    private static <T> T orNotFound(Optional<T> found) {
        return found.orElseThrow(() -> Failure.NotFound.of("order"));
    }
}
