package dev.guildhall.order;

import dev.guildhall.auth.Caller;
import dev.guildhall.db.LockKey;
import dev.guildhall.failure.FieldCode;
import dev.guildhall.http.Body;
import dev.guildhall.http.Paging;
import dev.guildhall.http.Query;
import dev.guildhall.http.Reply;
import dev.guildhall.http.Request;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the requests about orders and makes their responses. */
final class OrderHandler {
    static final int MAX_NOTE = 2_000;
    private static final int MAX_REFERENCE = 120;
    private static final Set<String> PROOF_URL_SCHEMES = Set.of("https");
    private static final List<String> PROOF_FIELDS = List.of("proof_reference", "payer_name", "amount", "proof_url");

    private static final Map<String, OrderStatus> STATUSES = byName(Stream.of(OrderStatus.values()), OrderStatus::name);
    private static final Map<String, Role> ROLES =
            byName(Stream.of(Role.CLIENT, Role.FREELANCER, Role.ADMIN), Role::text);
    private static final Map<String, OrderStatus> OUTCOMES =
            byName(Stream.of(OrderStatus.COMPLETED, OrderStatus.IN_PROGRESS, OrderStatus.CANCELLED), OrderStatus::name);

    private final OrderService orders;
    private final List<TransitionJson> transitions;

    OrderHandler(OrderService orders, OrderTimeouts timeouts) {
        this.orders = orders;
        this.transitions = TransitionJson.table(timeouts);
    }

    Future<Reply> place(Request request) {
        Body body = request.body();
        UUID gig = body.id("gig_id");
        BigDecimal expectedPrice = body.optionalMoney("expected_price");
        body.check();
        return request.writeShared(
                LockKey.briefly("gig", gig),
                orders.sharing(request.caller()),
                work -> orders.place(work, request.caller(), gig, expectedPrice)
                        .map(order -> Reply.created(toJson(order, request.caller()), "/orders/" + order.id())
                                .withVersion(order.version(), order.changedByTime())),
                id -> reload(request, id));
    }

    Future<Reply> list(Request request) {
        Query query = request.query();
        Role role = query.optionalChoice("role", ROLES);
        Set<OrderStatus> statuses = query.choices("status", STATUSES);
        boolean awaitingMe = query.choice("awaiting", Map.of("me", true), false);
        boolean byWaiting = query.choice("sort", Map.of("newest", false, "waiting", true), false);
        if (byWaiting && !(role == Role.ADMIN && statuses.equals(Set.of(OrderStatus.DISPUTED)))) {
            query.refuse("sort", FieldCode.NOT_ALLOWED, "Only with role=admin and status=DISPUTED.");
        }
        Paging paging = request.paging(query);
        Caller caller = request.caller();
        return orders.list(new OrderFilter(role, statuses, awaitingMe, byWaiting), caller, paging.page())
                .map(found -> paging.reply(found.map(order -> toJson(order, caller))));
    }

    Future<Reply> find(Request request) {
        UUID order = request.id("id");
        request.query().check();
        return orders.find(order, request.caller()).map(found -> reply(found, request.caller()));
    }

    Future<Reply> listHistory(Request request) {
        UUID order = request.id("id");
        Paging paging = request.paging();
        return orders.listHistory(order, request.caller(), paging.page()).map(paging::reply);
    }

    Future<Reply> listProofs(Request request) {
        UUID order = request.id("id");
        Paging paging = request.paging();
        return orders.listProofs(order, request.caller(), paging.page()).map(paging::reply);
    }

    Future<Reply> move(Request request, OrderAction action) {
        UUID order = request.id("id");
        Body body = request.body();
        boolean hasProof = action == OrderAction.SUBMIT_PAYMENT
                || action == OrderAction.DISPUTE && PROOF_FIELDS.stream().anyMatch(body::has);
        NewProof proof = hasProof ? proof(body) : null;
        NewRefund refund = action == OrderAction.SUBMIT_REFUND ? refund(body) : null;
        Resolution resolution = action == OrderAction.RESOLVE ? resolution(body) : null;
        String note = switch (action.note()) {
            case NONE -> null;
            case OPTIONAL -> body.optionalText("note", MAX_NOTE);
            case REQUIRED -> body.trimmed("note", MAX_NOTE);
            // A client who proves a payment has said enough.
            case REASON -> hasProof ? body.optionalText("reason", MAX_NOTE) : body.trimmed("reason", MAX_NOTE);
        };
        body.check();
        TransitionRequest transition = new TransitionRequest(
                action, order, request.caller(), request.ifMatch(), note, proof, refund, resolution);
        return request.writeShared(
                LockKey.changing("order", order),
                orders.sharing(transition),
                work -> orders.move(work, transition).map(moved -> reply(moved, request.caller())),
                id -> reload(request, id));
    }

    Future<Reply> listTransitions(Request request) {
        request.query().check();
        return Future.succeededFuture(Reply.ok(Map.of("items", transitions)));
    }

    private static NewProof proof(Body body) {
        return new NewProof(
                body.singleLine("proof_reference", MAX_REFERENCE),
                body.singleLine("payer_name", MAX_REFERENCE),
                body.money("amount"),
                body.optionalUrl("proof_url", PROOF_URL_SCHEMES));
    }

    private static NewRefund refund(Body body) {
        return new NewRefund(body.singleLine("proof_reference", MAX_REFERENCE), body.money("amount"));
    }

    private static Resolution resolution(Body body) {
        Resolution resolution = new Resolution(
                body.choice("outcome", OUTCOMES, OrderStatus.CANCELLED),
                body.optionalBool("payment_made"),
                body.optionalBool("refund_made"),
                body.optionalMoney("refund_amount"));
        resolution.contradictions().forEach(body::refuse);
        return resolution;
    }

    private Future<OrderJson> reload(Request request, UUID order) {
        return orders.find(order, request.caller()).map(found -> toJson(found, request.caller()));
    }

    private static Reply reply(Order order, Caller caller) {
        return Reply.ok(toJson(order, caller)).withVersion(order.version(), order.changedByTime());
    }

    private static OrderJson toJson(Order order, Caller caller) {
        return OrderJson.of(order, caller);
    }

    private static <T> Map<String, T> byName(Stream<T> values, Function<T, String> name) {
        return values.collect(Collectors.toMap(name, Function.identity()));
    }
}
