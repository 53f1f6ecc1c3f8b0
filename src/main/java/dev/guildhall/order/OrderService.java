package dev.guildhall.order;

import dev.guildhall.auth.Caller;
import dev.guildhall.bus.Events;
import dev.guildhall.db.Database;
import dev.guildhall.db.GuardedWrite;
import dev.guildhall.db.Ids;
import dev.guildhall.db.Page;
import dev.guildhall.db.PageRequest;
import dev.guildhall.db.SharedWrites;
import dev.guildhall.db.Sharing;
import dev.guildhall.db.SqlErrors;
import dev.guildhall.db.Steps;
import dev.guildhall.db.UnitOfWork;
import dev.guildhall.failure.Failure;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds, places and moves orders. Only {@link #move} changes their status. */
public final class OrderService {
    /** Limit of orders per run, so that other scheduled tasks are not delayed. */
    public static final int MAX_DUE = 50;

    /** After how long the system tries a move again that has failed. */
    private static final Duration RETRY_AFTER = Duration.ofMinutes(10);

    /** The same, if it has only waited too long for somebody else's lock. */
    private static final Duration RETRY_LOCKED_AFTER = Duration.ofSeconds(10);

    /** Limit of deadlines that one statement starts, so that it ends in time. */
    private static final int MAX_STARTED = 5_000;

    private static final String VERIFIED_REFERENCE = "payment_proofs_verified_reference_key";
    private static final String REFUND_REFERENCE = "refund_proofs_reference_key";

    private static final Logger LOG = LoggerFactory.getLogger(OrderService.class);

    private final Database database;
    private final Events events;
    private final OrderTimeouts timeouts;
    private final int maxOpenOrders;
    private final Counter failedMoves;
    private final AtomicLong overdueDisputes = new AtomicLong();

    private final OrderRepository orders = new OrderRepository();
    private final SharedWrites<PlaceRequest, Order> placements;
    /** The moves by their transitions: each list of these has a statement of its own. */
    private final Map<List<Transition>, SharedWrites<TransitionRequest, Order>> moves = new ConcurrentHashMap<>();

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
        this.placements = new SharedWrites<>(
                PlaceRequest::order,
                PlaceRequest::client,
                (client, requests) -> orders.place(client, requests, maxOpenOrders));
        this.failedMoves = Counter.builder("orders.immovable")
                .description("How often an order whose deadline was over could not be moved, and was left for later")
                .register(registry);
        Gauge.builder("disputes.overdue", overdueDisputes, AtomicLong::get)
                .description("Disputes whose respond_by is over, for which an admin is awaited")
                .register(registry);
    }

    /** Tells the database how long deadlines run, and completes the rows from before an upgrade. */
    public Future<Void> prepare() {
        return database.write(work -> orders.setTimeouts(work.client(), timeouts))
                .compose(set -> startDeadlines())
                .compose(started -> referenceKeys.fill());
    }

    private Future<Void> startDeadlines() {
        return Steps.repeat(
                        MAX_STARTED,
                        started -> started > 0,
                        started -> database.write(work -> orders.startDeadlines(work.client(), MAX_STARTED)))
                .mapEmpty();
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

    Sharing sharing(Caller client) {
        return new Sharing(placements, client.id());
    }

    /** Null for a move that is made alone. */
    @Nullable
    Sharing sharing(TransitionRequest request) {
        List<Transition> transitions = OrderTransitions.of(request);
        return isAlone(transitions)
                ? null
                : new Sharing(moves.computeIfAbsent(transitions, this::sharedMoves), request.order());
    }

    /** @param expectedPrice the price that the client saw; null: any price */
    Future<Order> place(UnitOfWork work, Caller caller, UUID gig, @Nullable BigDecimal expectedPrice) {
        return GuardedWrite.attempt(
                        () -> placements.write(work, new PlaceRequest(Ids.next(), caller, gig, expectedPrice)),
                        () -> orders.findOffer(work.client(), caller, gig, maxOpenOrders)
                                .map(Failure.NotFound.unlessFound("gig"))
                                .compose(found -> GuardedWrite.refuse(found.refusal(expectedPrice))))
                .map(order -> publishAfterCommit(work, order));
    }

    Future<Order> move(UnitOfWork work, TransitionRequest request) {
        return moveIfPossible(work, request)
                .compose(moved -> moved.map(order -> Future.succeededFuture(publishAfterCommit(work, order)))
                        .orElseGet(() -> work.atomically(locked -> moveOrRefuse(locked, request))))
                .recover(SqlErrors.ifTaken(VERIFIED_REFERENCE, () -> Future.failedFuture(request.referenceUsed())))
                .recover(SqlErrors.ifTaken(REFUND_REFERENCE, () -> Future.failedFuture(request.referenceUsed())));
    }

    /**
     * Makes at most {@link #MAX_DUE} moves of the system whose deadline is over; returns how many it found. Checks first with one
     * statement, since usually there is nothing to do.
     *
     * @param isStopping checked before each order; true ends the run
     */
    public Future<Integer> moveDue(BooleanSupplier isStopping) {
        return database.write(work -> orders.findDue(work.client()))
                .compose(found -> found.isEmpty() ? Future.succeededFuture(0) : moveDue(isStopping, 0));
    }

    private Future<Integer> moveDue(BooleanSupplier isStopping, int moved) {
        return moved == MAX_DUE || isStopping.getAsBoolean()
                ? Future.succeededFuture(moved)
                : moveOneDue().compose(found -> found ? moveDue(isStopping, moved + 1) : Future.succeededFuture(moved));
    }

    /**
     * Uses one transaction for each order, since a move can fail as late as at the commit. An order whose move fails is tried again
     * later, by any node.
     */
    private Future<Boolean> moveOneDue() {
        AtomicReference<OrderRepository.@Nullable DueMove> found = new AtomicReference<>();
        return database.inTransaction(work -> orders.findDue(work.client()).compose(due -> {
                    if (due.isEmpty()) {
                        return Future.succeededFuture(false);
                    }
                    found.set(due.get());
                    return move(
                                    work,
                                    TransitionRequest.bySystem(
                                            due.get().action(), due.get().order()))
                            .map(true);
                }))
                .recover(error -> {
                    OrderRepository.DueMove due = found.get();
                    if (due == null || SqlErrors.isConnectionLost(error)) {
                        return Future.failedFuture(error);
                    }
                    boolean isLocked = SqlErrors.isContention(error);
                    if (!isLocked) {
                        LOG.error(
                                "{} of order {} failed, retrying in {} min",
                                due.action().text(),
                                due.order(),
                                RETRY_AFTER.toMinutes(),
                                error);
                        failedMoves.increment();
                    }
                    Duration delay = isLocked ? RETRY_LOCKED_AFTER : RETRY_AFTER;
                    return database.write(work -> orders.tryLater(work.client(), due.order(), delay))
                            .map(true);
                });
    }

    /** Measures how many disputes wait for an admin. */
    public Future<Void> measureOverdueDisputes() {
        return database.read(orders::countOverdueDisputes)
                .onSuccess(overdueDisputes::set)
                .mapEmpty();
    }

    /** Deletes at most this many deadlines of appeals that are over; returns how many. */
    public Future<Integer> pruneAppeals(int rows) {
        return database.write(work -> orders.pruneAppeals(work.client(), rows));
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
        return moveIfPossible(work, request)
                .map(moved -> publishAfterCommit(
                        work,
                        moved.orElseThrow(() ->
                                request.reference() == null ? Failure.Unavailable.busy() : request.referenceUsed())));
    }

    /** Two statements that change users could wait for each other's rows of users. */
    private static boolean isAlone(List<Transition> transitions) {
        return transitions.stream().anyMatch(Transition::changesUsers);
    }

    /** Empty if no transition matches the order and the caller. */
    private Future<Optional<Order>> moveIfPossible(UnitOfWork work, TransitionRequest request) {
        List<Transition> transitions = OrderTransitions.of(request);
        return isAlone(transitions)
                ? orders.move(work.client(), List.of(request), transitions)
                        .map(moved -> Optional.ofNullable(moved.get(request.order())))
                : moves.computeIfAbsent(transitions, this::sharedMoves).write(work, request);
    }

    private SharedWrites<TransitionRequest, Order> sharedMoves(List<Transition> transitions) {
        return new SharedWrites<>(
                TransitionRequest::order,
                TransitionRequest::order,
                (client, requests) -> orders.move(client, requests, transitions));
    }

    private Order publishAfterCommit(UnitOfWork work, Order order) {
        work.afterCommit(() -> events.publishEverywhere(OrderUpdated.TOPIC, OrderUpdated.of(order)));
        return order;
    }
}
