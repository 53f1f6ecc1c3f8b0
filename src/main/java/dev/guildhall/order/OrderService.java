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

/** Finds, places and moves orders. Only {@link #move} changes their status. */
public final class OrderService {
    /** Limit of orders per run, so that other scheduled tasks are not delayed. */
    public static final int MAX_OVERDUE = 50;

    /** How long the timeouts skip an order that could not be moved. */
    private static final Duration SKIPPED_FOR = Duration.ofMinutes(10);

    private static final int MAX_SKIPPED = 1_000;

    private static final String VERIFIED_REFERENCE = "payment_proofs_verified_reference_key";
    private static final String REFUND_REFERENCE = "refund_proofs_reference_key";

    private static final Logger LOG = LoggerFactory.getLogger(OrderService.class);

    private final Database database;
    private final Events events;
    private final OrderTimeouts timeouts;
    private final int maxOpenOrders;
    private final Counter failedMoves;
    /** If it is full, the oldest order is evicted and so retried earlier. */
    private final Cache<UUID, Boolean> skipped = Caffeine.newBuilder()
            .expireAfterWrite(SKIPPED_FOR)
            .maximumSize(MAX_SKIPPED)
            .build();

    private final OrderRepository orders = new OrderRepository();
    private final ReferenceKeys referenceKeys;

    /**
     * Blocks: reads the tables of Unicode from the jar.
     *
     * @param maxOpenOrders of one client with one freelancer; 0: no limit
     */
    public OrderService(
            Database database, Events events, OrderTimeouts timeouts, int maxOpenOrders, MeterRegistry registry) {
        ReferenceKey.load();
        this.database = database;
        this.referenceKeys = new ReferenceKeys(database);
        this.events = events;
        this.timeouts = timeouts;
        this.maxOpenOrders = maxOpenOrders;
        this.failedMoves = Counter.builder("orders.immovable")
                .description("How often an order whose time had run out could not be moved, and was skipped")
                .register(registry);
    }

    /** Gives all proofs of payment the key of their reference. */
    public Future<Void> prepare() {
        return referenceKeys.fill();
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

    Future<Page<OrderEvent>> listHistory(UUID order, Caller caller, PageRequest page) {
        return database.read(client -> orders.listHistory(client, order, caller, page))
                .map(Failure.NotFound.unlessFound("order"));
    }

    Future<Page<PaymentProof.Attempt>> listProofs(UUID order, Caller caller, PageRequest page) {
        return database.read(client -> orders.listProofs(client, order, caller, page))
                .map(Failure.NotFound.unlessFound("order"));
    }

    /** @param expectedPrice the price that the client saw; null: any price */
    Future<Order> place(UnitOfWork work, Caller caller, UUID gig, @Nullable BigDecimal expectedPrice) {
        return GuardedWrite.attempt(
                        () -> orders.place(work.client(), caller, gig, expectedPrice, maxOpenOrders),
                        () -> orders.findOffer(work.client(), caller, gig, maxOpenOrders)
                                .map(Failure.NotFound.unlessFound("gig"))
                                .compose(found -> GuardedWrite.refuse(found.refusal(expectedPrice))))
                .map(order -> publishAfterCommit(work, order));
    }

    Future<Order> move(UnitOfWork work, TransitionRequest request) {
        return orders.move(work.client(), request, OrderTransitions.of(request))
                .compose(moved -> moved.map(order -> Future.succeededFuture(publishAfterCommit(work, order)))
                        .orElseGet(() -> work.atomically(locked -> moveOrRefuse(locked, request))))
                .recover(SqlErrors.ifTaken(VERIFIED_REFERENCE, () -> Future.failedFuture(NewProof.referenceUsed())))
                .recover(SqlErrors.ifTaken(REFUND_REFERENCE, () -> Future.failedFuture(NewProof.referenceUsed())));
    }

    /**
     * Cancels at most {@link #MAX_OVERDUE} orders whose client did not pay in time; returns how many it found.
     *
     * @param isStopping checked before each order; true ends the run
     */
    public Future<Integer> cancelUnpaid(BooleanSupplier isStopping) {
        return moveOverdue(OrderAction.AUTO_CANCEL, timeouts.payWithin(), isStopping);
    }

    /**
     * Approves at most {@link #MAX_OVERDUE} orders whose client did not answer submitted work in time; returns how many it
     * found.
     *
     * @param isStopping checked before each order; true ends the run
     */
    public Future<Integer> approveUnanswered(BooleanSupplier isStopping) {
        return moveOverdue(OrderAction.AUTO_APPROVE, timeouts.approveWithin(), isStopping);
    }

    /** Checks first with one statement, since usually there is nothing to do. */
    private Future<Integer> moveOverdue(OrderAction action, Duration timeout, BooleanSupplier isStopping) {
        return database.write(work -> findOverdue(work, action, timeout))
                .compose(found ->
                        found.isEmpty() ? Future.succeededFuture(0) : moveOverdue(action, timeout, isStopping, 0));
    }

    private Future<Integer> moveOverdue(OrderAction action, Duration timeout, BooleanSupplier isStopping, int moved) {
        return moved == MAX_OVERDUE || isStopping.getAsBoolean()
                ? Future.succeededFuture(moved)
                : moveOneOverdue(action, timeout)
                        .compose(found -> found
                                ? moveOverdue(action, timeout, isStopping, moved + 1)
                                : Future.succeededFuture(moved));
    }

    /**
     * Uses one transaction for each order, since a move can fail as late as at the commit. An order whose move fails is skipped
     * for a while.
     */
    private Future<Boolean> moveOneOverdue(OrderAction action, Duration timeout) {
        AtomicReference<@Nullable UUID> found = new AtomicReference<>();
        return database.inTransaction(work -> findOverdue(work, action, timeout).compose(overdue -> {
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
                    LOG.error("Order {} is skipped because {} failed", order, action.text(), error);
                    failedMoves.increment();
                    skipped.put(order, true);
                    return Future.succeededFuture(true);
                });
    }

    private Future<Optional<UUID>> findOverdue(UnitOfWork work, OrderAction action, Duration timeout) {
        return orders.findOverdue(
                work.client(), action, timeout, skipped.asMap().keySet());
    }

    /** Copies a freelancer's first payment instructions to the open orders that have none. */
    public Future<Void> fillInPaymentInstructions(UnitOfWork work, UUID freelancer) {
        return orders.fillInPaymentInstructions(work.client(), freelancer);
    }

    /** Nobody shall pay any more where a former owner of the freelancer's account has said. */
    public Future<Void> removePaymentInstructions(UnitOfWork work, UUID freelancer) {
        return orders.removePaymentInstructions(work.client(), freelancer);
    }

    /**
     * Refuses the move with its reason, or moves the order after all: it may have changed since, or the action needs two steps.
     */
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
        // The order is locked, but the proof of a different order may have been verified meanwhile.
        return orders.move(work.client(), request, OrderTransitions.of(request))
                .map(moved -> publishAfterCommit(work, moved.orElseThrow(NewProof::referenceUsed)));
    }

    private Order publishAfterCommit(UnitOfWork work, Order order) {
        work.afterCommit(() -> events.publishEverywhere(OrderUpdated.TOPIC, OrderUpdated.of(order)));
        return order;
    }
}
