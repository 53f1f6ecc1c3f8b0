package dev.guildhall.order;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.guildhall.auth.Caller;
import dev.guildhall.bus.Events;
import dev.guildhall.db.Database;
import dev.guildhall.db.GuardedWrite;
import dev.guildhall.db.Page;
import dev.guildhall.db.PageRequest;
import dev.guildhall.db.SqlErrors;
import dev.guildhall.db.UnitOfWork;
import dev.guildhall.failure.Failure;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What can be done with orders. {@link #move} is the only writer of their status. */
public final class OrderService {
    /** After so many in a row others have their turn. */
    public static final int MAX_OVERDUE = 50;

    /** How long an order is left alone that could not be moved. */
    private static final Duration SKIPPED_FOR = Duration.ofMinutes(10);

    private static final int MAX_SKIPPED = 1_000;

    private static final String VERIFIED_REFERENCE = "payment_proofs_verified_reference_key";

    private static final Logger LOG = LoggerFactory.getLogger(OrderService.class);

    private final Database database;
    private final Events events;
    private final OrderTimeouts timeouts;
    private final int maxOpenOrders;
    private final Counter immovable;
    /** Beyond its size the one skipped for longest is tried again sooner. */
    private final Cache<UUID, Boolean> skipped = Caffeine.newBuilder()
            .expireAfterWrite(SKIPPED_FOR)
            .maximumSize(MAX_SKIPPED)
            .build();

    private final OrderRepository orders = new OrderRepository();

    /** @param maxOpenOrders of one client with one freelancer; 0: any number */
    public OrderService(
            Database database, Events events, OrderTimeouts timeouts, int maxOpenOrders, MeterRegistry registry) {
        this.database = database;
        this.events = events;
        this.timeouts = timeouts;
        this.maxOpenOrders = maxOpenOrders;
        this.immovable = Counter.builder("orders.immovable")
                .description("How often an order whose time had run out could not be moved, and was skipped")
                .register(registry);
    }

    Future<Order> find(UUID order, Caller caller) {
        return database.read(client -> orders.find(client, order, caller)).map(Failure.NotFound.unlessFound("order"));
    }

    Future<Page<Order>> list(OrderFilter filter, Caller caller, PageRequest page) {
        if (filter.role() == Role.ADMIN && !caller.isAdmin()) {
            throw new Failure.Forbidden("forbidden_role", "Only admins see everybody's orders.");
        }
        return database.read(client -> orders.list(client, filter, caller, page));
    }

    Future<Page<OrderEvent>> history(UUID order, Caller caller, PageRequest page) {
        return database.read(client -> orders.history(client, order, caller, page))
                .map(Failure.NotFound.unlessFound("order"));
    }

    Future<Page<PaymentProof.Attempt>> proofs(UUID order, Caller caller, PageRequest page) {
        return database.read(client -> orders.proofs(client, order, caller, page))
                .map(Failure.NotFound.unlessFound("order"));
    }

    /** @param expectedPrice what the client saw; null where they take any */
    Future<Order> place(UnitOfWork work, Caller caller, UUID gig, @Nullable BigDecimal expectedPrice) {
        return GuardedWrite.attempt(
                        () -> orders.place(work.client(), caller, gig, expectedPrice, maxOpenOrders),
                        () -> orders.gig(work.client(), caller, gig, maxOpenOrders)
                                .map(Failure.NotFound.unlessFound("gig"))
                                .compose(found -> GuardedWrite.refuse(found.refusal(expectedPrice))))
                .map(order -> announced(work, order));
    }

    Future<Order> move(UnitOfWork work, TransitionRequest request) {
        return orders.move(work.client(), request, OrderTransitions.of(request))
                .compose(moved -> moved.map(order -> Future.succeededFuture(announced(work, order)))
                        .orElseGet(() -> work.atomically(locked -> moveOrRefuse(locked, request))))
                .recover(SqlErrors.ifTaken(VERIFIED_REFERENCE, () -> Future.failedFuture(NewProof.referenceUsed())));
    }

    /**
     * Cancels some of the orders whose client did not pay in time, {@link #MOST_OVERDUE} at most; how many it found.
     *
     * @param isStopping whether to leave the rest to others, asked before each
     */
    public Future<Integer> cancelUnpaid(BooleanSupplier isStopping) {
        return moveOverdue(OrderAction.AUTO_CANCEL, timeouts.payWithin(), isStopping);
    }

    /**
     * Approves some of the work that its client did not look at in time, {@link #MOST_OVERDUE} at most; how many it found.
     *
     * @param isStopping whether to leave the rest to others, asked before each
     */
    public Future<Integer> approveUnanswered(BooleanSupplier isStopping) {
        return moveOverdue(OrderAction.AUTO_APPROVE, timeouts.approveWithin(), isStopping);
    }

    /** Mostly there is nothing to do, which one statement finds out. */
    private Future<Integer> moveOverdue(OrderAction action, Duration after, BooleanSupplier isStopping) {
        return database.write(work -> overdue(work, action, after))
                .compose(found ->
                        found.isEmpty() ? Future.succeededFuture(0) : moveOverdue(action, after, isStopping, 0));
    }

    private Future<Integer> moveOverdue(OrderAction action, Duration after, BooleanSupplier isStopping, int done) {
        return done == MAX_OVERDUE || isStopping.getAsBoolean()
                ? Future.succeededFuture(done)
                : moveOneOverdue(action, after)
                        .compose(found -> found
                                ? moveOverdue(action, after, isStopping, done + 1)
                                : Future.succeededFuture(done));
    }

    /** Each in a transaction of its own, since one may fail as late as at the commit; one that does is skipped for a while. */
    private Future<Boolean> moveOneOverdue(OrderAction action, Duration after) {
        AtomicReference<@Nullable UUID> found = new AtomicReference<>();
        return database.inTransaction(work -> overdue(work, action, after).compose(overdue -> {
                    if (overdue.isEmpty()) {
                        return Future.succeededFuture(false);
                    }
                    found.set(overdue.get());
                    return move(work, TransitionRequest.bySystem(action, overdue.get()))
                            .map(true);
                }))
                .recover(error -> {
                    UUID order = found.get();
                    if (order == null || SqlErrors.isConnectionLost(error)) {
                        return Future.failedFuture(error);
                    }
                    LOG.error("order {} cannot {}, and is skipped", order, action.text(), error);
                    immovable.increment();
                    skipped.put(order, true);
                    return Future.succeededFuture(true);
                });
    }

    private Future<Optional<UUID>> overdue(UnitOfWork work, OrderAction action, Duration after) {
        return orders.overdue(work.client(), action, after, skipped.asMap().keySet());
    }

    /** Gives a freelancer's first payment instructions to those open orders that were placed before there were any. */
    public Future<Void> fillInPaymentInstructions(UnitOfWork work, UUID freelancer) {
        return orders.fillInPaymentInstructions(work.client(), freelancer);
    }

    /** Says why an order did not move, or moves it after all: it may have changed since, and handing in may be two steps. */
    private Future<Order> moveOrRefuse(UnitOfWork work, TransitionRequest request) {
        return orders.lock(work.client(), request)
                .map(Failure.NotFound.unlessFound("order"))
                .compose(order -> {
                    Optional<Failure> refusal = order.refusal(request);
                    if (refusal.isPresent()) {
                        return Future.failedFuture(refusal.get());
                    }
                    return OrderTransitions.startsFirst(request.action(), order.state())
                            ? moveLocked(work, request.startStep())
                                    .compose(started -> moveLocked(work, request.ignoringVersion()))
                            : moveLocked(work, request);
                });
    }

    private Future<Order> moveLocked(UnitOfWork work, TransitionRequest request) {
        // Nothing that belongs to the order can change while it is locked, but another order's proof may be verified.
        return orders.move(work.client(), request, OrderTransitions.of(request))
                .map(moved -> announced(work, moved.orElseThrow(NewProof::referenceUsed)));
    }

    private Order announced(UnitOfWork work, Order order) {
        work.afterCommit(() -> events.publishEverywhere(OrderUpdated.TOPIC, OrderUpdated.of(order)));
        return order;
    }
}
