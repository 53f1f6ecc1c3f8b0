package dev.guildhall.order;

import dev.guildhall.auth.Caller;
import dev.guildhall.db.KeysetPosition;
import dev.guildhall.db.NamedStatement;
import dev.guildhall.db.Page;
import dev.guildhall.db.PageRequest;
import dev.guildhall.db.Parameters;
import dev.guildhall.db.Rows;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Orders in PostgreSQL; the statements are in {@link OrderSql}, {@link MoveSql}, {@link OrderListSql} and {@link DeadlineSql}. */
final class OrderRepository {
    Future<Optional<Order>> find(SqlClient client, UUID order, Caller caller) {
        return NamedStatement.query(client, OrderSql.FIND)
                .mapTo(Order::from)
                .execute(parameters(order, caller))
                .map(Rows::first);
    }

    Future<Page<Order>> list(SqlClient client, OrderFilter filter, Caller caller, PageRequest page) {
        if (filter.isByWaiting()) {
            return NamedStatement.query(client, OrderListSql.DISPUTES)
                    .execute(Parameters.ofCaller(caller.id(), caller.isAdmin())
                            .with(page.parameters(KeysetPosition.OLDEST)))
                    .map(rows -> page.page(
                            rows,
                            Order::from,
                            order -> KeysetPosition.at(
                                    Objects.requireNonNull(order.deadlines().respondBy()), order.id())));
        }
        return NamedStatement.query(client, filter.sql())
                .execute(filter.parameters(caller).with(page.parameters(KeysetPosition.NEWEST)))
                .map(rows -> page.page(rows, Order::from, order -> KeysetPosition.at(order.createdAt(), order.id())));
    }

    /**
     * Places orders on the current gigs; leaves out one that this caller cannot order, or not at this price. Returns them by their ids.
     *
     * @param maxOpen of one client with one freelancer; 0: no limit
     */
    Future<Map<UUID, Order>> place(SqlClient client, List<PlaceRequest> requests, int maxOpen) {
        return queryById(
                client,
                requests.size() == 1 ? MoveSql.PLACE : MoveSql.PLACE_ALL,
                PlaceRequest.COLUMNS.parameters(requests).with("max_open", maxOpen));
    }

    /** The current gig, to explain why it was not ordered; empty if there is none. */
    Future<Optional<GigOffer>> findOffer(SqlClient client, Caller caller, UUID gig, int maxOpen) {
        return NamedStatement.query(client, OrderSql.EXPLAIN_PLACE)
                .mapTo(GigOffer::from)
                .execute(Map.of("caller", caller.id(), "gig", gig, "max_open", maxOpen))
                .map(Rows::first);
    }

    /**
     * Moves orders, each by that of the transitions which matches its state and the caller; leaves out one that none of them does. Returns
     * them by their ids.
     */
    Future<Map<UUID, Order>> move(SqlClient client, List<TransitionRequest> requests, List<Transition> transitions) {
        return queryById(
                client,
                requests.size() == 1 ? MoveSql.of(transitions) : MoveSql.ofSeveral(transitions),
                MoveColumns.of(transitions).parameters(requests));
    }

    /** Sets how long deadlines run that start from now on. */
    Future<Void> setTimeouts(SqlClient client, OrderTimeouts timeouts) {
        Map<String, Duration> all = timeouts.byName();
        return NamedStatement.update(client, DeadlineSql.SET_TIMEOUTS)
                .execute(Map.of(
                        "names", all.keySet().toArray(String[]::new),
                        "seconds",
                                all.values().stream()
                                        .map(timeout -> (double) timeout.toSeconds())
                                        .toArray(Double[]::new)))
                .mapEmpty();
    }

    /** Starts deadlines of orders from before there was a table of them; returns how many. */
    Future<Integer> startDeadlines(SqlClient client, int rows) {
        return NamedStatement.query(client, DeadlineSql.START_DEADLINES)
                .execute(Map.of("rows", rows))
                .map(started -> started.iterator().next().getInteger("started"));
    }

    /** Finds and locks, until the transaction ends, the order whose deadline has been over longest. */
    Future<Optional<DueMove>> findDue(SqlClient client) {
        return NamedStatement.query(client, DeadlineSql.FIND_DUE)
                .mapTo(row -> new DueMove(row.getUUID("order_id"), OrderAction.of(row.getString("action"))))
                .execute(Map.of())
                .map(Rows::first);
    }

    Future<Void> tryLater(SqlClient client, UUID order, Duration delay) {
        return NamedStatement.update(client, DeadlineSql.TRY_LATER)
                .execute(Map.of("order", order, "seconds", (double) delay.toSeconds()))
                .mapEmpty();
    }

    Future<Long> countOverdueDisputes(SqlClient client) {
        return NamedStatement.query(client, DeadlineSql.COUNT_OVERDUE_DISPUTES)
                .execute(Map.of())
                .map(rows -> rows.iterator().next().getLong("overdue"));
    }

    /** Returns how many deadlines of appeals it has deleted. */
    Future<Integer> pruneAppeals(SqlClient client, int rows) {
        return NamedStatement.update(client, DeadlineSql.PRUNE_APPEALS)
                .execute(Map.of("rows", rows))
                .map(SqlResult::rowCount);
    }

    /** Locks the order until the transaction ends; empty if the caller may not see it. */
    Future<Optional<OrderSnapshot>> lock(SqlClient client, TransitionRequest request) {
        String reference = request.reference();
        return lock(
                client,
                parameters(request.order(), request.caller())
                        .with("proposal", null)
                        .with("is_refund", request.refund() != null)
                        .with("reference_key", reference == null ? null : ReferenceKey.of(reference)));
    }

    /** The same for a request that moves nothing. @param proposal that the request is about; null: the open one */
    Future<Optional<OrderSnapshot>> lock(SqlClient client, UUID order, Caller caller, @Nullable UUID proposal) {
        return lock(
                client,
                parameters(order, caller)
                        .with("proposal", proposal)
                        .with("is_refund", false)
                        .with("reference_key", null));
    }

    private static Future<Optional<OrderSnapshot>> lock(SqlClient client, Parameters parameters) {
        return NamedStatement.query(client, OrderSql.LOCK)
                .execute(parameters)
                .compose(locked -> NamedStatement.query(client, OrderSql.FIND_SNAPSHOT)
                        .mapTo(OrderSnapshot::from)
                        .execute(parameters))
                .map(Rows::first);
    }

    /** Empty if the caller may not see the order. */
    Future<Optional<Page<OrderEvent>>> listHistory(SqlClient client, UUID order, Caller caller, PageRequest page) {
        return NamedStatement.query(client, OrderListSql.HISTORY)
                .execute(parameters(order, caller).with(page.parameters(KeysetPosition.at(0))))
                .map(rows -> page.pageOrNone(rows, "n", OrderEvent::from, event -> KeysetPosition.at(event.n())));
    }

    /** Empty if the caller may not see the order. */
    Future<Optional<Page<PaymentProof.Attempt>>> listProofs(
            SqlClient client, UUID order, Caller caller, PageRequest page) {
        return NamedStatement.query(client, OrderListSql.PROOFS)
                .execute(parameters(order, caller).with(page.parameters(KeysetPosition.NEWEST)))
                .map(rows -> page.pageOrNone(
                        rows,
                        "proof_id",
                        PaymentProof.Attempt::from,
                        attempt -> KeysetPosition.at(
                                attempt.proof().submittedAt(), attempt.proof().id())));
    }

    private static Future<Map<UUID, Order>> queryById(SqlClient client, String sql, Parameters parameters) {
        return NamedStatement.query(client, sql)
                .mapTo(Order::from)
                .execute(parameters)
                .map(rows -> Rows.byId(rows, Order::id));
    }

    /** @param caller null: the system, which may see every order */
    private static Parameters parameters(UUID order, @Nullable Caller caller) {
        return Parameters.ofCaller(caller == null ? null : caller.id(), caller == null || caller.isAdmin())
                .with("order", order);
    }

    /** @param action that the system does now */
    record DueMove(UUID order, OrderAction action) {}
}
