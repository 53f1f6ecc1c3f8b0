package dev.guildhall.demo;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.Map;

/** Creates the demo data: gigs, orders in several statuses, messages and reviews. */
final class DemoMarket {
    private final DemoApi api;
    private final Map<String, DemoPerson> people;

    DemoMarket(DemoApi api, Map<String, DemoPerson> people) {
        this.api = api;
        this.people = people;
    }

    void fill(JsonObject script) throws IOException {
        for (Object entry : script.getJsonArray("people")) {
            JsonObject person = (JsonObject) entry;
            api.patch(token(person.getString("name")), "/me", without(person, "name", "full_name", "email"));
        }
        for (Object entry : script.getJsonArray("gigs")) {
            JsonObject gig = (JsonObject) entry;
            api.post(token(gig.getString("of")), "/gigs", without(gig, "of"));
        }
        addFinishedOrder();
        addOrderInRevision();
        addPaidOrder();
        addDisputedOrder();
        addNewOrder();
    }

    private void addFinishedOrder() throws IOException {
        String order = placeOrder("CLIENT", "TOMAS", "Food photos, half a day at your place");
        sendMessage(
                "CLIENT", "TOMAS", order, "Would Thursday at seven suit you? The bread is out of the oven by then.");
        sendMessage("TOMAS", "CLIENT", order, "Seven is perfect. Keep one loaf uncut for me.");
        payAndConfirm(order, "CLIENT", "TOMAS", "390", "TR-2041");
        act("TOMAS", order, "submit-work", new JsonObject().put("note", "22 pictures; the link is in the chat."));
        act("CLIENT", order, "approve", new JsonObject());
        review("CLIENT", order, 5, "Our bread never looked better. On time, friendly, no fuss.");
        review("TOMAS", order, 5, "Paid the same day, and the coffee was excellent.");
    }

    private void addOrderInRevision() throws IOException {
        String order = placeOrder("TOMAS", "FREELANCER", "Business cards, ready to print");
        payAndConfirm(order, "TOMAS", "FREELANCER", "60", "WISE-77120");
        act("FREELANCER", order, "submit-work", new JsonObject().put("note", "Front and back as PDF."));
        act("TOMAS", order, "revision", new JsonObject().put("note", "Please make the phone number larger."));
    }

    private void addPaidOrder() throws IOException {
        String order = placeOrder("CLIENT", "AMARA", "Translate 1,000 words from English to French");
        pay(order, "CLIENT", "75", "WAVE-5512");
        sendMessage("CLIENT", "AMARA", order, "Paid just now. It is the menu of our new shop.");
    }

    private void addDisputedOrder() throws IOException {
        String order = placeOrder("AMARA", "LIN", "Move your site to a new server");
        payAndConfirm(order, "AMARA", "LIN", "240", "MP-90331");
        act("LIN", order, "start", new JsonObject());
        act(
                "AMARA",
                order,
                "dispute",
                new JsonObject().put("reason", "The site has been down since the move, and Lin does not answer."));
    }

    private void addNewOrder() throws IOException {
        String order = placeOrder("TOMAS", "LIN", "Find out why your query is slow");
        sendMessage("TOMAS", "LIN", order, "It takes nine seconds on 200,000 rows. I send the plan tonight.");
        sendMessage(
                "LIN", "TOMAS", order, "Nine seconds sounds like a missing index. Send the table's definition too.");
    }

    private String placeOrder(String client, String freelancer, String title) throws IOException {
        String gig = gig(freelancer, title);
        return api.post(token(client), "/orders", new JsonObject().put("gig_id", gig))
                .getString("id");
    }

    /** The id of this freelancer's gig with this title; empty if there is none. */
    String gig(String freelancer, String title) throws IOException {
        String path = "/users/" + person(freelancer).id() + "/gigs?limit=100";
        return api.get(token(freelancer), path).getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .filter(gig -> gig.getString("title").equals(title))
                .map(gig -> gig.getString("id"))
                .findFirst()
                .orElse("");
    }

    private void payAndConfirm(String order, String client, String freelancer, String amount, String reference)
            throws IOException {
        pay(order, client, amount, reference);
        act(freelancer, order, "confirm-payment", new JsonObject());
    }

    private void pay(String order, String client, String amount, String reference) throws IOException {
        act(
                client,
                order,
                "submit-payment",
                new JsonObject()
                        .put("proof_reference", reference)
                        .put("payer_name", person(client).fullName())
                        .put("amount", amount));
    }

    private void act(String caller, String order, String action, JsonObject body) throws IOException {
        api.patch(token(caller), "/orders/" + order + "/" + action, body);
    }

    private void sendMessage(String caller, String receiver, String order, String content) throws IOException {
        JsonObject message = new JsonObject()
                .put("receiver_id", person(receiver).id().toString())
                .put("order_id", order)
                .put("content", content);
        api.post(token(caller), "/messages", message);
    }

    private void review(String caller, String order, int rating, String comment) throws IOException {
        JsonObject review =
                new JsonObject().put("order_id", order).put("rating", rating).put("comment", comment);
        api.post(token(caller), "/reviews", review);
    }

    private String token(String name) {
        return person(name).token();
    }

    private DemoPerson person(String name) {
        DemoPerson person = people.get(name);
        if (person == null) {
            throw new IllegalArgumentException("nobody in the demo is called " + name);
        }
        return person;
    }

    private static JsonObject without(JsonObject entry, String... names) {
        JsonObject rest = entry.copy();
        for (String name : names) {
            rest.remove(name);
        }
        return rest;
    }
}
