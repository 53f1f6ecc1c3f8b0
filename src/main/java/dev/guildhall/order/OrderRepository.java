package dev.guildhall.order;

import dev.guildhall.auth.Caller;
import dev.guildhall.db.NamedStatement;
import dev.guildhall.db.Rows;
import dev.guildhall.failure.Failure;
import dev.guildhall.http.Ids;
import dev.guildhall.http.KeysetPosition;
import dev.guildhall.http.Page;
import dev.guildhall.http.PageRequest;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.templates.RowMapper;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Orders in PostgreSQL; the statements stand in {@link OrderSql}. */
final class OrderRepository {
    private static final RowMapper<Order> ORDER = Order::from;

    Future<Optional<Order>> find(SqlClient client, UUID order, Caller caller) {
        return one(client, OrderSql.FIND, parameters(order, caller));
    }

    Future<Page<Order>> list(SqlClient client, OrderFilter filter, Caller caller, PageRequest page) {
        Map<String, @Nullable Object> parameters = filter.parameters(caller);
        parameters.putAll(page.keyset(KeysetPosition.NEWEST));
        return NamedStatement.query(client, OrderSql.LIST)
                .execute(parameters)
                .map(rows -> page.page(rows, Order::from, order -> KeysetPosition.at(order.createdAt(), order.id())));
    }

    /** Places an order on the gig as it stands now; empty if it cannot be ordered by this caller or at this price. */
    Future<Optional<Order>> place(
            SqlClient client, Caller caller, UUID gig, @Nullable BigDecimal expectedPrice, int maxOpen) {
        Map<String, @Nullable Object> parameters = parameters(Ids.next(), caller);
        parameters.put("gig", gig);
        parameters.put("expected_price", expectedPrice);
        parameters.put("reference", PaymentReference.next());
        parameters.put("max_open", maxOpen);
        return one(client, OrderSql.PLACE, parameters);
    }

    /** Why an order could not be placed; null if by now it could. */
    Future<Optional<Failure>> explainPlace(
            SqlClient client, Caller caller, UUID gig, @Nullable BigDecimal expectedPrice, int maxOpen) {
        return NamedStatement.query(client, OrderSql.EXPLAIN_PLACE)
                .mapTo(row -> PlaceRefusals.of(
                        row.getBoolean("is_own"),
                        row.getBoolean("is_active"),
                        row.getBigDecimal("price"),
                        expectedPrice,
                        row.getBoolean("has_too_many")))
                .execute(Map.of("caller", caller.id(), "gig", gig, "max_open", maxOpen))
                .map(Rows::first)
                .map(found -> found.orElseGet(() -> Optional.of(Failure.NotFound.of("gig"))));
    }

    /** Moves an order by whichever of the transitions fits its state and the caller; empty if none does. */
    Future<Optional<Order>> move(SqlClient client, TransitionRequest move) {
        List<Transition> transitions = move.transitions();
        Map<String, @Nullable Object> parameters = parameters(move.order(), move.caller());
        parameters.put("action", move.action().text());
        parameters.put("note", move.note());
        parameters.put(
                "versions", move.versions() == null ? null : move.versions().toArray(Integer[]::new));
        parameters.put("roles", column(transitions, row -> row.by().text()));
        parameters.put("from", column(transitions, row -> row.from().status().name()));
        parameters.put(
                "from_payment", column(transitions, row -> row.from().payment().name()));
        parameters.put("to", column(transitions, row -> row.to().status().name()));
        parameters.put(
                "to_payment", column(transitions, row -> row.to().payment().name()));
        NewProof proof = move.proof();
        if (proof != null) {
            parameters.put("proof", Ids.next());
            parameters.put("proof_reference", proof.reference());
            parameters.put("payer_name", proof.payerName());
            parameters.put("proof_amount", proof.amount());
            parameters.put("proof_url", proof.url());
        }
        return one(client, move.sql(), parameters);
    }

    Future<Void> fillInPaymentInstructions(SqlClient client, UUID freelancer) {
        return NamedStatement.update(client, OrderSql.FILL_IN_PAYMENT_INSTRUCTIONS)
                .execute(Map.of("freelancer", freelancer))
                .mapEmpty();
    }

    /**
     * The order that has been in the status before this action for longest, and for longer than this; it is kept as it stands until
     * the transaction ends.
     */
    Future<Optional<UUID>> overdue(SqlClient client, OrderAction action, Duration after, Set<UUID> skipped) {
        String sql = action == OrderAction.AUTO_APPROVE ? OrderSql.NOT_APPROVED : OrderSql.NOT_PAID;
        return NamedStatement.query(client, sql)
                .mapTo(row -> row.getUUID("id"))
                .execute(Map.of("seconds", (double) after.toSeconds(), "skipped", skipped.toArray(UUID[]::new)))
                .map(Rows::first);
    }

    /** Keeps the order as it stands until the transaction ends; empty if the caller may not see it. */
    Future<Optional<OrderSnapshot>> lock(SqlClient client, TransitionRequest move) {
        Map<String, @Nullable Object> parameters = parameters(move.order(), move.caller());
        parameters.put(
                "proof_reference", move.proof() == null ? null : move.proof().reference());
        return NamedStatement.query(client, OrderSql.LOCK)
                .mapTo(OrderSnapshot::from)
                .execute(parameters)
                .map(Rows::first);
    }

    /** Empty if the caller may not see the order. */
    Future<Optional<Page<OrderEvent>>> history(SqlClient client, UUID order, Caller caller, PageRequest page) {
        Map<String, @Nullable Object> parameters = parameters(order, caller);
        parameters.putAll(page.keyset(new KeysetPosition("0", order)));
        return NamedStatement.query(client, OrderSql.HISTORY)
                .execute(parameters)
                .map(rows -> page.pageOrNone(
                        rows, "n", OrderEvent::from, event -> new KeysetPosition(String.valueOf(event.n()), order)));
    }

    /** Empty if the caller may not see the order. */
    Future<Optional<Page<PaymentProof.Attempt>>> proofs(SqlClient client, UUID order, Caller caller, PageRequest page) {
        Map<String, @Nullable Object> parameters = parameters(order, caller);
        parameters.putAll(page.keyset(KeysetPosition.NEWEST));
        return NamedStatement.query(client, OrderSql.PROOFS)
                .execute(parameters)
                .map(rows -> page.pageOrNone(
                        rows,
                        "proof_id",
                        PaymentProof.Attempt::from,
                        attempt -> KeysetPosition.at(
                                attempt.proof().submittedAt(), attempt.proof().id())));
    }

    private static Future<Optional<Order>> one(SqlClient client, String sql, Map<String, @Nullable Object> parameters) {
        return NamedStatement.query(client, sql)
                .mapTo(ORDER)
                .execute(parameters)
                .map(Rows::first);
    }

    private static Map<String, @Nullable Object> parameters(UUID order, @Nullable Caller caller) {
        Map<String, @Nullable Object> parameters = new HashMap<>();
        parameters.put("order", order);
        parameters.put("caller", caller == null ? null : caller.id());
        parameters.put("is_admin", caller == null || caller.isAdmin());
        return parameters;
    }

    private static String[] column(List<Transition> transitions, Function<Transition, String> value) {
        return transitions.stream().map(value).map(Objects::requireNonNull).toArray(String[]::new);
    }
}
