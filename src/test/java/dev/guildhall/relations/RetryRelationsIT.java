package dev.guildhall.relations;

import dev.guildhall.support.Person;
import dev.guildhall.support.TestGig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Messages that name a client_msg_id. It identifies a retry only if the sender and all fields of the message are the same. */
class RetryRelationsIT extends Relations {
    @Override
    String table() {
        return """
                id                               | action                           | new | own | other content            | other receiver           | other order              | no order                 | deactivated since | receiver's | third's | everybody's
                sendMessage body client_msg_id   | send a message under …           | 201 | 200 | 409 client_msg_id_reused | 409 client_msg_id_reused | 409 client_msg_id_reused | 409 client_msg_id_reused | 200               | 201        | 201     | 200
                message.send frame client_msg_id | send a message by socket under … | 201 | 200 | 409 client_msg_id_reused | 409 client_msg_id_reused | 409 client_msg_id_reused | 409 client_msg_id_reused | 200               | 201        | 201     | 200
                """;
    }

    @Override
    Map<String, List<String>> relations() {
        return Map.of(
                "new", List.of("a user", "an id that nobody has used"),
                "own", List.of("a user", "the id of the same message"),
                "other content", List.of("a user", "the id of their message with another content"),
                "other receiver", List.of("a user", "the id of their message to another receiver"),
                "other order", List.of("a user", "the id of their message about another order"),
                "no order", List.of("a user", "the id of their message about an order, leaving that out"),
                "deactivated since", List.of("a user", "the id of the same message to somebody deactivated since"),
                "receiver's", List.of("a user", "an id that the receiver has used"),
                "third's", List.of("a user", "an id that a third person has used"),
                "everybody's", List.of("a user", "the id of the same message, which others have used too"));
    }

    @Override
    Outcome send(Cell cell) {
        Person sender = market.aUser("Sara Sender");
        Person receiver = market.aUser("Rolf Receiver");
        Person third = market.aUser("Theo Third");
        TestGig gig = market.aGig().by(receiver).create();
        UUID order = market.anOrder().of(gig).from(sender).placed().id();
        UUID other = market.anOrder().of(gig).from(sender).placed().id();
        UUID id = UUID.randomUUID();
        Map<String, Object> message = new HashMap<>(
                Map.of("receiver_id", receiver.id(), "content", "Hello", "client_msg_id", id, "order_id", order));
        switch (cell.relation()) {
            case "new" -> {}
            case "receiver's" ->
                send(receiver, Map.of("receiver_id", sender.id(), "content", "Hi", "client_msg_id", id));
            case "third's" ->
                send(third, Map.of("receiver_id", receiver.id(), "content", "Hello", "client_msg_id", id));
            case "everybody's" -> {
                send(third, Map.of("receiver_id", receiver.id(), "content", "Hi", "client_msg_id", id));
                send(sender, message);
                send(receiver, Map.of("receiver_id", sender.id(), "content", "Hi", "client_msg_id", id));
            }
            case "other receiver" -> {
                message.remove("order_id");
                send(sender, message);
            }
            default -> send(sender, message);
        }
        switch (cell.relation()) {
            case "other content" -> message.put("content", "Hello!");
            case "other receiver" -> message.put("receiver_id", third.id());
            case "other order" -> message.put("order_id", other);
            case "no order" -> message.remove("order_id");
            case "deactivated since" ->
                market.sql().update("update users set is_active = false where id = ?", receiver.id());
            default -> {}
        }
        return sendChecked(cell, () -> MessageRelationsIT.send(market, cell, sender, message));
    }

    private void send(Person sender, Map<String, ?> message) {
        market.api().as(sender).post("/messages", message).expect(201);
    }
}
