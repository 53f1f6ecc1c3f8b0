package dev.guildhall.support;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** An order, its client and its freelancer. */
public final class PlacedOrder {
    private final Market market;
    private final UUID id;
    private final Person client;
    private final Person freelancer;

    PlacedOrder(Market market, UUID id, Person client, Person freelancer) {
        this.market = market;
        this.id = id;
        this.client = client;
        this.freelancer = freelancer;
    }

    public UUID id() {
        return id;
    }

    public Person client() {
        return client;
    }

    public Person freelancer() {
        return freelancer;
    }

    public String path() {
        return "/orders/" + id;
    }

    public String path(String action) {
        return path() + "/" + action;
    }

    /** Reads the order as its client. */
    public Answer read() {
        return readBy(client);
    }

    public Answer readBy(Person reader) {
        return market.api().as(reader).get(path()).expect(200);
    }

    public List<JsonNode> history() {
        return market.api().as(client).get(path("history")).expect(200).items();
    }

    public Answer byClient(String action, Map<String, ?> body) {
        return by(client, action, body);
    }

    public Answer byFreelancer(String action, Map<String, ?> body) {
        return by(freelancer, action, body);
    }

    public Answer by(Person person, String action, Map<String, ?> body) {
        return market.api().as(person).patch(path(action), body);
    }

    /** The freelancer answers in the dispute that the client has opened. */
    public void answerDispute() {
        stateBy(freelancer, "It is not as they say.").expect(201);
    }

    public Answer stateBy(Person person, String text) {
        return market.api().as(person).post(path("statements"), Map.of("text", text));
    }

    public Answer proposeBy(Person person, Map<String, ?> proposal) {
        return market.api().as(person).post(path("proposals"), proposal);
    }

    /** Lets time pass for the deadlines of this order. */
    public void advance(Duration time) {
        market.clock().advance(time, id);
    }

    /** A valid payment proof; each has a new reference. */
    public static Map<String, Object> aProof() {
        return aProof("TRX " + UUID.randomUUID());
    }

    public static Map<String, Object> aProof(String reference) {
        return Map.of("proof_reference", reference, "payer_name", "Carl Client", "amount", "49.90");
    }

    /** A valid proof of a refund; each has a new reference. */
    public static Map<String, Object> aRefund() {
        return aRefund("BACK " + UUID.randomUUID());
    }

    public static Map<String, Object> aRefund(String reference) {
        return Map.of("proof_reference", reference, "amount", "49.90");
    }

    void perform(Stage stage) {
        for (OrderStep step : stage.steps()) {
            perform(step, stage);
        }
    }

    private void perform(OrderStep step, Stage last) {
        Person person = switch (step.role()) {
            case CLIENT -> client;
            case FREELANCER -> freelancer;
            case ADMIN -> market.anAdmin();
            case SYSTEM -> null;
        };
        if (person == null) {
            market.clock().advanceAndMove(Duration.ofDays(15), id, step.action(), last.status(), last.paymentStatus());
            return;
        }
        switch (step.action()) {
            case "add-statement" ->
                stateBy(person, String.valueOf(step.body().get("text"))).expect(201);
            case "submit-payment" -> by(person, step.action(), aProof()).expect(200);
            case "submit-refund" -> by(person, step.action(), aRefund()).expect(200);
            default -> by(person, step.action(), step.body()).expect(200);
        }
    }
}
