package dev.guildhall.support;

import com.fasterxml.jackson.databind.JsonNode;
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

    void perform(OrderStep step) {
        Person person = switch (step.role()) {
            case CLIENT -> client;
            case FREELANCER -> freelancer;
            case ADMIN -> market.anAdmin();
        };
        Map<String, ?> body = switch (step.action()) {
            case "submit-payment" -> aProof();
            case "submit-refund" -> aRefund();
            default -> step.body();
        };
        by(person, step.action(), body).expect(200);
    }
}
