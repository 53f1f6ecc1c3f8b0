package dev.guildhall.order;

import dev.guildhall.auth.Caller;
import dev.guildhall.db.LockKey;
import dev.guildhall.failure.Failure;
import dev.guildhall.failure.FieldCode;
import dev.guildhall.http.Body;
import dev.guildhall.http.PageRequest;
import dev.guildhall.http.Query;
import dev.guildhall.http.Reply;
import dev.guildhall.http.Request;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Orders at the edge: what is read from a request, and how it is answered. */
final class OrderHandler {
    private static final int MAX_NOTE = 2_000;
    private static final int MAX_REFERENCE = 120;
    private static final Set<String> HTTPS = Set.of("https");

    private static final Map<String, OrderStatus> STATUSES = byName(Stream.of(OrderStatus.values()), OrderStatus::name);
    private static final Map<String, Role> ROLES =
            byName(Stream.of(Role.CLIENT, Role.FREELANCER, Role.ADMIN), Role::text);
    private static final Map<String, OrderStatus> OUTCOMES =
            byName(Stream.of(OrderStatus.COMPLETED, OrderStatus.IN_PROGRESS, OrderStatus.CANCELLED), OrderStatus::name);

    private final OrderService orders;

    OrderHandler(OrderService orders) {
        this.orders = orders;
    }

    Future<Reply> place(Request request) {
        Body body = request.body();
        UUID gig = body.id("gig_id");
        BigDecimal expectedPrice = body.optionalMoney("expected_price");
        body.check();
        return request.write(
                LockKey.sharing("gig", gig),
                work -> orders.place(work, request.caller(), gig, expectedPrice)
                        .map(order -> Reply.created(shown(order, request.caller()), "/orders/" + order.id())
                                .withVersion(order.version())),
                id -> again(request, id));
    }

    Future<Reply> list(Request request) {
        Query query = request.query();
        Role role = query.optionalChoice("role", ROLES);
        Set<OrderStatus> statuses = query.choices("status", STATUSES);
        boolean awaitingMe = query.choice("awaiting", Map.of("me", true), false);
        PageRequest page = request.page(query);
        Caller caller = request.caller();
        if (role == Role.ADMIN && !caller.isAdmin()) {
            throw new Failure.Forbidden("forbidden_role", "Only admins see everybody's orders.");
        }
        return orders.list(new OrderFilter(role, statuses, awaitingMe), caller, page)
                .map(found -> Reply.ok(found.map(order -> shown(order, caller))));
    }

    Future<Reply> find(Request request) {
        UUID order = request.id("id");
        request.query().check();
        return orders.find(order, request.caller()).map(found -> reply(found, request.caller()));
    }

    Future<Reply> history(Request request) {
        UUID order = request.id("id");
        PageRequest page = request.page(request.query());
        return orders.history(order, request.caller(), page).map(Reply::ok);
    }

    Future<Reply> proofs(Request request) {
        UUID order = request.id("id");
        PageRequest page = request.page(request.query());
        return orders.proofs(order, request.caller(), page).map(Reply::ok);
    }

    Future<Reply> submitPayment(Request request) {
        UUID order = request.id("id");
        Body body = request.body();
        NewProof proof = new NewProof(
                body.singleLine("proof_reference", MAX_REFERENCE),
                body.singleLine("payer_name", MAX_REFERENCE),
                body.money("amount"),
                body.optionalUrl("proof_url", HTTPS));
        body.check();
        return move(request, OrderAction.SUBMIT_PAYMENT, order, null, proof, null);
    }

    /** An action that needs no words. */
    Future<Reply> plainly(Request request, OrderAction action) {
        UUID order = request.id("id");
        request.body().check();
        return move(request, action, order, null, null, null);
    }

    /** An action that must be explained to the other side. */
    Future<Reply> withReason(Request request, OrderAction action) {
        UUID order = request.id("id");
        Body body = request.body();
        String reason = body.trimmed("reason", MAX_NOTE);
        body.check();
        return move(request, action, order, reason, null, null);
    }

    /** An action that may be accompanied by a few words. */
    Future<Reply> withNote(Request request, OrderAction action) {
        UUID order = request.id("id");
        Body body = request.body();
        String note = body.optionalText("note", MAX_NOTE);
        body.check();
        return move(request, action, order, note, null, null);
    }

    Future<Reply> resolve(Request request) {
        UUID order = request.id("id");
        Body body = request.body();
        OrderStatus outcome = body.choice("outcome", OUTCOMES, OrderStatus.CANCELLED);
        Boolean paymentMade = body.optionalBool("payment_made");
        if (outcome != OrderStatus.CANCELLED && Boolean.FALSE.equals(paymentMade)) {
            body.refuse("payment_made", FieldCode.NOT_ALLOWED, "With this outcome the payment counts as made.");
        }
        String note = body.trimmed("note", MAX_NOTE);
        body.check();
        return move(request, OrderAction.RESOLVE, order, note, null, new Resolution(outcome, paymentMade));
    }

    Future<Reply> transitions(Request request) {
        request.query().check();
        return Future.succeededFuture(Reply.ok(Map.of("items", TransitionJson.TABLE)));
    }

    private Future<Reply> move(
            Request request,
            OrderAction action,
            UUID order,
            @Nullable String note,
            @Nullable NewProof proof,
            @Nullable Resolution resolution) {
        TransitionRequest move =
                new TransitionRequest(action, order, request.caller(), request.ifMatch(), note, proof, resolution);
        return request.write(
                LockKey.changing("order", order),
                work -> orders.move(work, move).map(moved -> reply(moved, request.caller())),
                id -> again(request, id));
    }

    private Future<OrderJson> again(Request request, UUID order) {
        return orders.find(order, request.caller()).map(found -> shown(found, request.caller()));
    }

    private Reply reply(Order order, Caller reader) {
        return Reply.ok(shown(order, reader)).withVersion(order.version());
    }

    private OrderJson shown(Order order, Caller reader) {
        return OrderJson.of(order, reader, orders.timeouts());
    }

    private static <T> Map<String, T> byName(Stream<T> values, Function<T, String> name) {
        return values.collect(Collectors.toMap(name, Function.identity()));
    }
}
