package dev.guildhall.relations;

import dev.guildhall.support.Contract;
import dev.guildhall.support.Operation;
import dev.guildhall.support.Person;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.Stage;
import dev.guildhall.support.TestGig;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;

/** The ids of orders. The third person has orders with both parties, but no part in theirs. */
class OrderRelationsIT extends Relations {
    private static final Map<String, ?> REASON = Map.of("reason", "So it is.");

    private Person client;
    private Person third;
    /** One who orders for themself. */
    private Person admin;

    private Person settler;
    private TestGig gig;

    @BeforeAll
    void trade() {
        this.client = market.aUser("Carl Client");
        this.third = market.aUser("Theo Third");
        this.admin = market.anAdmin();
        this.settler = market.anAdmin();
        this.gig = market.aGig().exists();
        for (PlacedOrder order : List.of(
                market.anOrder().of(gig).from(third).completed(),
                market.anOrder()
                        .of(market.aGig().by(third).exists())
                        .from(client)
                        .completed())) {
            review(order, order.client());
            say(order, order.client(), order.freelancer());
        }
    }

    @Override
    String table() {
        return """
                id                         | deed                      | client             | freelancer         | third | admin              | admin's own        | nobody's
                getOrder path id           | read …                    | 200                | 200                | 404   | 200                | 200                | 404
                listOrderHistory path id   | read the history of …     | 200 with 8         | 200 with 8         | 404   | 200 with 8         | 200 with 8         | 404
                listPaymentProofs path id  | read the proofs of …      | 200 with 2         | 200 with 2         | 404   | 200 with 2         | 200 with 2         | 404
                listOrderReviews path id   | read the reviews of …     | 200 with 1         | 200 with 1         | 404   | 200 with 1         | 200 with 1         | 404
                listOrderMessages path id  | read the messages about … | 200 with 2         | 200 with 2         | 404   | 200 with 2         | 200 with 2         | 404
                submitPayment path id      | submit payment for …      | 200                | 403 forbidden_role | 404   | 403 forbidden_role | 200                | 404
                withdrawPayment path id    | withdraw payment for …    | 200                | 403 forbidden_role | 404   | 403 forbidden_role | 200                | 404
                confirmPayment path id     | confirm payment for …     | 403 forbidden_role | 200                | 404   | 403 forbidden_role | 403 forbidden_role | 404
                rejectPayment path id      | reject payment for …      | 403 forbidden_role | 200                | 404   | 403 forbidden_role | 403 forbidden_role | 404
                startWork path id          | start …                   | 403 forbidden_role | 200                | 404   | 403 forbidden_role | 403 forbidden_role | 404
                submitWork path id         | hand in work for …        | 403 forbidden_role | 200                | 404   | 403 forbidden_role | 403 forbidden_role | 404
                approveWork path id        | approve …                 | 200                | 403 forbidden_role | 404   | 403 forbidden_role | 200                | 404
                requestRevision path id    | send back …               | 200                | 403 forbidden_role | 404   | 403 forbidden_role | 200                | 404
                cancelOrder path id        | cancel …                  | 200                | 200                | 404   | 403 forbidden_role | 200                | 404
                confirmRefund path id      | confirm the refund of …   | 200                | 403 forbidden_role | 404   | 403 forbidden_role | 200                | 404
                disputeOrder path id       | dispute …                 | 200                | 200                | 404   | 403 forbidden_role | 200                | 404
                resolveDispute path id     | settle the dispute of …   | 403 forbidden_role | 403 forbidden_role | 404   | 200                | 403 forbidden_role | 404
                createReview body order_id | review …                  | 201                | 201                | 404   | 403 forbidden_role | 201                | 404
                """;
    }

    @Override
    Map<String, List<String>> relations() {
        return Map.of(
                "client", List.of("the client", "their order"),
                "freelancer", List.of("the freelancer", "their order"),
                "third", List.of("a third person", "somebody's order"),
                "admin", List.of("an admin", "somebody's order"),
                "admin's own", List.of("an admin who is the client", "their order"),
                "nobody's", List.of("a user", "an order that is not there"));
    }

    @Override
    Outcome ask(Cell cell) {
        PlacedOrder order = order(cell.operation(), cell.relation().equals("admin's own") ? admin : client);
        UUID id = cell.relation().equals("nobody's") ? UUID.randomUUID() : order.id();
        Person caller = switch (cell.relation()) {
            case "freelancer" -> order.freelancer();
            case "third" -> third;
            case "admin" -> settler;
            default -> order.client();
        };
        Operation operation = Contract.get().operations().stream()
                .filter(one -> one.id().equals(cell.operation()))
                .findFirst()
                .orElseThrow();
        return sent(
                cell,
                () -> Outcome.of(market.api()
                        .as(caller)
                        .send(
                                operation.method(),
                                operation.path().replace("{id}", id.toString()),
                                operation.method().equals("GET") ? null : body(cell.operation(), id))));
    }

    /** An order to which nothing but the caller stands in the way of this. */
    private PlacedOrder order(String operation, Person by) {
        return switch (operation) {
            case "submitPayment", "cancelOrder" -> in(Stage.PLACED, by);
            case "withdrawPayment", "confirmPayment", "rejectPayment" -> in(Stage.PAID, by);
            case "startWork", "disputeOrder" -> in(Stage.CONFIRMED, by);
            case "submitWork" -> in(Stage.STARTED, by);
            case "approveWork", "requestRevision" -> in(Stage.SUBMITTED, by);
            case "confirmRefund" -> in(Stage.REFUND_DUE, by);
            case "resolveDispute" -> in(Stage.DISPUTED_CONFIRMED, by);
            case "createReview" -> in(Stage.COMPLETED, by);
            default -> withMuchToRead(by);
        };
    }

    private PlacedOrder in(Stage stage, Person by) {
        return market.anOrder().of(gig).from(by).in(stage);
    }

    private PlacedOrder withMuchToRead(Person by) {
        PlacedOrder order = in(Stage.PAYMENT_REJECTED, by);
        order.byClient("submit-payment", PlacedOrder.aProof()).expect(200);
        order.byFreelancer("confirm-payment", Map.of()).expect(200);
        order.byFreelancer("start", Map.of()).expect(200);
        order.byFreelancer("submit-work", Map.of()).expect(200);
        order.byClient("approve", Map.of()).expect(200);
        review(order, by);
        say(order, by, order.freelancer());
        say(order, order.freelancer(), by);
        return order;
    }

    private static Map<String, ?> body(String operation, UUID order) {
        return switch (operation) {
            case "submitPayment" -> PlacedOrder.aProof();
            case "rejectPayment", "cancelOrder", "disputeOrder" -> REASON;
            case "resolveDispute" -> Map.of("outcome", "COMPLETED", "note", "It was done.");
            case "createReview" -> Map.of("order_id", order, "rating", 4);
            default -> Map.of();
        };
    }

    private void review(PlacedOrder order, Person reviewer) {
        market.api()
                .as(reviewer)
                .post("/reviews", Map.of("order_id", order.id(), "rating", 5))
                .expect(201);
    }

    private void say(PlacedOrder order, Person sender, Person receiver) {
        market.api()
                .as(sender)
                .post("/messages", Map.of("receiver_id", receiver.id(), "order_id", order.id(), "content", "Thanks."))
                .expect(201);
    }
}
