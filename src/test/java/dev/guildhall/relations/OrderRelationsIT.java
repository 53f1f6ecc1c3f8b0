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

/**
 * Requests that name the id of an order. The third person has orders with both parties, but is no party of the order. A proposal whose
 * own id is named is one in another order of the same two parties.
 */
class OrderRelationsIT extends Relations {
    private static final Map<String, ?> REASON = Map.of("reason", "So it is.");

    private Person client;
    private Person third;
    /** An admin who is the client of an order. */
    private Person admin;

    private Person otherAdmin;
    private TestGig gig;

    @BeforeAll
    void createUsers() {
        this.client = market.aUser("Carl Client");
        this.third = market.aUser("Theo Third");
        this.admin = market.anAdmin();
        this.otherAdmin = market.anAdmin();
        this.gig = market.aGig().create();
        for (PlacedOrder order : List.of(
                market.anOrder().of(gig).from(third).completed(),
                market.anOrder()
                        .of(market.aGig().by(third).create())
                        .from(client)
                        .completed())) {
            review(order, order.client());
            sendMessage(order, order.client(), order.freelancer());
        }
    }

    @Override
    String table() {
        return """
                id                         | action                    | client             | freelancer         | third | admin              | admin's own        | nobody's
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
                submitWork path id         | submit work for …         | 403 forbidden_role | 200                | 404   | 403 forbidden_role | 403 forbidden_role | 404
                approveWork path id        | approve …                 | 200                | 403 forbidden_role | 404   | 403 forbidden_role | 200                | 404
                requestRevision path id    | request a revision of …   | 200                | 403 forbidden_role | 404   | 403 forbidden_role | 200                | 404
                cancelOrder path id        | cancel …                  | 200                | 200                | 404   | 403 forbidden_role | 200                | 404
                submitRefund path id       | submit a refund of …      | 403 forbidden_role | 200                | 404   | 403 forbidden_role | 403 forbidden_role | 404
                confirmRefund path id      | confirm the refund of …   | 200                | 403 forbidden_role | 404   | 403 forbidden_role | 200                | 404
                disputeOrder path id       | dispute …                 | 200                | 200                | 404   | 403 forbidden_role | 200                | 404
                resolveDispute path id     | resolve the dispute of …  | 403 forbidden_role | 403 forbidden_role | 404   | 200                | 403 forbidden_role | 404
                createProposal path id     | propose an end of …       | 201                | 201                | 404   | 403 forbidden_role | 201                | 404
                listProposals path id      | read the proposals of …   | 200 with 1         | 200 with 1         | 404   | 200 with 1         | 200 with 1         | 404
                acceptProposal path id     | accept a proposal of …    | 200                | 403 forbidden_role | 404   | 403 forbidden_role | 200                | 404
                declineProposal path id    | decline a proposal of …   | 200                | 403 forbidden_role | 404   | 403 forbidden_role | 200                | 404
                withdrawProposal path id   | withdraw a proposal of …  | 403 forbidden_role | 200                | 404   | 403 forbidden_role | 403 forbidden_role | 404
                acceptProposal path proposal_id   | accept a proposal in …   | 404 | 404 | 404 | 404 | 404 | 404
                declineProposal path proposal_id  | decline a proposal in …  | 404 | 404 | 404 | 404 | 404 | 404
                withdrawProposal path proposal_id | withdraw a proposal in … | 404 | 404 | 404 | 404 | 404 | 404
                addStatement path id       | speak in the dispute of … | 201                | 201                | 404   | 201                | 201                | 404
                listStatements path id     | read what was said of …   | 200 with 1         | 200 with 1         | 404   | 200 with 1         | 200 with 1         | 404
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
    Outcome send(Cell cell) {
        PlacedOrder order = order(cell.operation(), cell.relation().equals("admin's own") ? admin : client);
        UUID id = cell.relation().equals("nobody's") ? UUID.randomUUID() : order.id();
        Person caller = switch (cell.relation()) {
            case "freelancer" -> order.freelancer();
            case "third" -> third;
            case "admin" -> otherAdmin;
            default -> order.client();
        };
        String proposal = proposal(cell, order);
        Operation operation = Contract.get().operations().stream()
                .filter(one -> one.id().equals(cell.operation()))
                .findFirst()
                .orElseThrow();
        return sendChecked(
                cell,
                () -> Outcome.of(market.api()
                        .as(caller)
                        .send(
                                operation.method(),
                                operation.path().replace("{id}", id.toString()).replace("{proposal_id}", proposal),
                                operation.method().equals("GET") ? null : body(cell.operation(), id))));
    }

    /** An order in a status that allows this operation, so that only the role of the caller can prevent it. */
    private PlacedOrder order(String operation, Person by) {
        return switch (operation) {
            case "submitPayment", "cancelOrder" -> orderIn(Stage.PLACED, by);
            case "withdrawPayment", "confirmPayment", "rejectPayment" -> orderIn(Stage.PAID, by);
            case "startWork", "disputeOrder" -> orderIn(Stage.CONFIRMED, by);
            case "submitWork" -> orderIn(Stage.STARTED, by);
            case "approveWork", "requestRevision" -> orderIn(Stage.SUBMITTED, by);
            case "submitRefund", "confirmRefund" -> orderIn(Stage.REFUND_DUE, by);
            case "createProposal", "listProposals", "acceptProposal", "declineProposal", "withdrawProposal" ->
                orderIn(Stage.STARTED, by);
            case "addStatement", "listStatements", "resolveDispute" -> orderIn(Stage.DISPUTED_CONFIRMED, by);
            case "createReview" -> orderIn(Stage.COMPLETED, by);
            default -> withHistoryReviewsAndMessages(by);
        };
    }

    /** The id of a proposal by the freelancer; of none where the operation is not about one. */
    private String proposal(Cell cell, PlacedOrder order) {
        if (!cell.operation().endsWith("Proposal") && !cell.operation().equals("listProposals")
                || cell.operation().equals("createProposal")) {
            return "";
        }
        PlacedOrder proposed = cell.id().endsWith("proposal_id") ? orderIn(Stage.STARTED, order.client()) : order;
        return proposed.proposeBy(proposed.freelancer(), Map.of("kind", "extend", "days", 5))
                .expect(201)
                .text("id");
    }

    private PlacedOrder orderIn(Stage stage, Person by) {
        return market.anOrder().of(gig).from(by).in(stage);
    }

    private PlacedOrder withHistoryReviewsAndMessages(Person by) {
        PlacedOrder order = orderIn(Stage.PAYMENT_REJECTED, by);
        order.byClient("submit-payment", PlacedOrder.aProof()).expect(200);
        order.byFreelancer("confirm-payment", Map.of()).expect(200);
        order.byFreelancer("start", Map.of()).expect(200);
        order.byFreelancer("submit-work", Map.of()).expect(200);
        order.byClient("approve", Map.of()).expect(200);
        review(order, by);
        sendMessage(order, by, order.freelancer());
        sendMessage(order, order.freelancer(), by);
        return order;
    }

    private static Map<String, ?> body(String operation, UUID order) {
        return switch (operation) {
            case "submitPayment" -> PlacedOrder.aProof();
            case "submitRefund" -> PlacedOrder.aRefund();
            case "rejectPayment", "cancelOrder", "disputeOrder" -> REASON;
            case "resolveDispute" -> Map.of("outcome", "COMPLETED", "note", "It was done.");
            case "createReview" -> Map.of("order_id", order, "rating", 4);
            case "createProposal" -> Map.of("kind", "cancel", "refund_amount", "24.95");
            case "addStatement" -> Map.of("text", "It is not as they say.");
            default -> Map.of();
        };
    }

    private void review(PlacedOrder order, Person reviewer) {
        market.api()
                .as(reviewer)
                .post("/reviews", Map.of("order_id", order.id(), "rating", 5))
                .expect(201);
    }

    private void sendMessage(PlacedOrder order, Person sender, Person receiver) {
        market.api()
                .as(sender)
                .post("/messages", Map.of("receiver_id", receiver.id(), "order_id", order.id(), "content", "Thanks."))
                .expect(201);
    }
}
