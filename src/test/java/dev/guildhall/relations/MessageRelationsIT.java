package dev.guildhall.relations;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guildhall.support.Answer;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.TestSocket;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Messages that name the id of an order, sent by REST and by socket. */
class MessageRelationsIT extends Relations {
    @Override
    String table() {
        return """
                id                          | action                  | as client | as freelancer | sender's as client | sender's as freelancer | receiver's as client | receiver's as freelancer | two others' | nobody's
                sendMessage body order_id   | write about …           | 201       | 201           | 422                | 422                    | 422                  | 422                      | 422         | 422
                message.send frame order_id | write by socket about … | 201       | 201           | 422                | 422                    | 422                  | 422                      | 422         | 422
                """;
    }

    @Override
    Map<String, List<String>> relations() {
        return Map.of(
                "as client", List.of("a client", "their order with the receiver"),
                "as freelancer", List.of("a freelancer", "their order with the receiver"),
                "sender's as client", List.of("a client", "their order with a third person"),
                "sender's as freelancer", List.of("a freelancer", "their order with a third person"),
                "receiver's as client", List.of("a user", "an order that the receiver placed with a third person"),
                "receiver's as freelancer", List.of("a user", "an order that a third person placed with the receiver"),
                "two others'", List.of("a user", "an order of two others"),
                "nobody's", List.of("a user", "an order that is not there"));
    }

    @Override
    Outcome send(Cell cell) {
        Person sender = market.aUser("Sara Sender");
        Person receiver = market.aUser("Rolf Receiver");
        Person third = market.aUser("Theo Third");
        UUID order = switch (cell.relation()) {
            case "as client" -> order(sender, receiver);
            case "as freelancer" -> order(receiver, sender);
            case "sender's as client" -> order(sender, third);
            case "sender's as freelancer" -> order(third, sender);
            case "receiver's as client" -> order(receiver, third);
            case "receiver's as freelancer" -> order(third, receiver);
            case "two others'" -> order(third, market.aUser("Fred Fourth"));
            default -> UUID.randomUUID();
        };
        Map<String, Object> message = Map.of("receiver_id", receiver.id(), "content", "Hello", "order_id", order);
        return sendChecked(cell, () -> send(market, cell, sender, message));
    }

    private UUID order(Person client, Person freelancer) {
        return market.anOrder()
                .of(market.aGig().by(freelancer).create())
                .from(client)
                .placed()
                .id();
    }

    /** Sends by REST or by socket, as the cell requires. */
    static Outcome send(Market market, Cell cell, Person sender, Map<String, ?> message) {
        if (cell.operation().equals("sendMessage")) {
            Answer answer = market.api().as(sender).post("/messages", message);
            return Outcome.of(answer);
        }
        try (TestSocket device = market.sockets().open(sender)) {
            long before = stored(market, sender);
            for (JsonNode frame : device.send(message).receivedSoFar()) {
                if (frame.path("type").asText().equals("error")) {
                    return Outcome.of(frame);
                }
            }
            return new Outcome(stored(market, sender) > before ? 201 : 200, null, null);
        }
    }

    private static long stored(Market market, Person sender) {
        return market.sql().count("select from messages where sender_id = ?", sender.id());
    }
}
