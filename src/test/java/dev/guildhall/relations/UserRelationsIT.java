package dev.guildhall.relations;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guildhall.support.Answer;
import dev.guildhall.support.ApiClient;
import dev.guildhall.support.Person;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.Server;
import dev.guildhall.support.TestSocket;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Requests that name the id of a user. The stranger has messages and orders with the partner of the caller, but not with the
 * caller.
 */
class UserRelationsIT extends Relations {
    @Override
    String table() {
        return """
                id                                             | action                                   | self             | partner       | stranger      | deactivated       | nobody
                getUser path id                                | read the profile of …                    | 200              | 200           | 200           | 404               | 404
                getUser path id as an admin                    | read the profile of …                    | 200              | 200           | 200           | 200               | 404
                getUser path id as anyone                      | read the profile of …                    | -                | 200           | 200           | 404               | 404
                listUsersWithSamePaymentInstructions path id   | list who is paid like …                  | 403 forbidden    | 403 forbidden | 403 forbidden | 403 forbidden     | 403 forbidden
                listUsersWithSamePaymentInstructions path id as an admin | list who is paid like …        | 200 with 0       | 200 with 0    | 200 with 0    | 200 with 0        | 404
                moderateUser path id                           | deactivate …                             | 403 forbidden    | 403 forbidden | 403 forbidden | 404               | 404
                moderateUser path id as an admin               | deactivate …                             | 422              | 200           | 200           | 200               | 404
                listUserGigs path id                           | list the gigs of …                       | 200 with 2       | 200 with 2    | 200 with 1    | 404               | 404
                listUserGigs path id as an admin               | list the gigs of …                       | 200 with 2       | 200 with 3    | 200 with 1    | 200 with 1        | 404
                listUserGigs path id as anyone                 | list the gigs of …                       | -                | 200 with 2    | 200 with 1    | 404               | 404
                listGigs query freelancer_id                   | find the gigs of …                       | 200 with 1       | 200 with 2    | 200 with 1    | 200 with 0        | 200 with 0
                listGigs query freelancer_id as an admin       | find the gigs of …                       | 200 with 1       | 200 with 2    | 200 with 1    | 200 with 0        | 200 with 0
                listGigs query freelancer_id as anyone         | find the gigs of …                       | -                | 200 with 2    | 200 with 1    | 200 with 0        | 200 with 0
                listUserReviews path id                        | list the reviews about …                 | 200 with 0       | 200 with 2    | 200 with 0    | 404               | 404
                listUserReviews path id as an admin            | list the reviews about …                 | 200 with 0       | 200 with 2    | 200 with 0    | 200 with 0        | 404
                listUserReviews path id as anyone              | list the reviews about …                 | -                | 200 with 2    | 200 with 0    | 404               | 404
                listModerationEvents query user_id             | list what was done to …                  | 403 forbidden    | 403 forbidden | 403 forbidden | 403 forbidden     | 403 forbidden
                listModerationEvents query user_id as an admin | list what was done to …                  | 200 with 1       | 200 with 0    | 200 with 0    | 200 with 1        | 200 with 0
                setPassword path id as the frontend's server   | set the password of …                    | -                | 200           | 200           | 200               | 404
                getInternalUser path id as the frontend's server | read the account of …                  | -                | 200           | 200           | 200               | 404
                setEmail path id as the frontend's server      | set the email of …                       | -                | 200           | 200           | 200               | 404
                verifyEmail path id as the frontend's server   | verify the email of …                    | -                | 200           | 200           | 200               | 404
                signUserOutEverywhere path id as the frontend's server | sign out everywhere …            | -                | 204           | 204           | 204               | 404
                listIdentities path id as the frontend's server | list the identities of …                | -                | 200 with 0    | 200 with 0    | 200 with 0        | 404
                addIdentity path id as the frontend's server   | add an identity to …                     | -                | 200 with 1    | 200 with 1    | 200 with 1        | 404
                removeIdentity path id as the frontend's server | remove an identity of …                 | -                | 204           | 204           | 204               | 404
                listMessages path user_id                      | read the messages with …                 | 404              | 200 with 3    | 200 with 0    | 200 with 1        | 404
                listMessages path user_id as an admin          | read the messages with …                 | 404              | 200 with 3    | 200 with 0    | 200 with 1        | 404
                getConversation path user_id                   | read the conversation with …             | 404              | 200 with 3    | 200 with 0    | 200 with 1        | 404
                getConversation path user_id as an admin       | read the conversation with …             | 404              | 200 with 3    | 200 with 0    | 200 with 1        | 404
                markRead path user_id                          | mark two messages of … as read           | 404              | 200           | 422           | 422               | 404
                sendMessage body receiver_id                   | write to …                               | 422 message_self | 201           | 201           | 409 user_inactive | 404
                sendMessage body receiver_id as an admin       | write to …                               | 422 message_self | 201           | 201           | 409 user_inactive | 404
                socket path user_id                            | open a socket of …                       | 101              | 403 forbidden | 403 forbidden | 403 forbidden     | 403 forbidden
                socket path user_id as an admin                | open a socket of …                       | 101              | 403 forbidden | 403 forbidden | 403 forbidden     | 403 forbidden
                message.send frame receiver_id                 | write by socket to …                     | 422 message_self | 201           | 201           | 409 user_inactive | 404
                message.read frame user_id                     | mark by socket as read two messages of … | 404              | 200           | 422           | 422               | 404
                sync frame seen                                | sync the messages with …                 | 200 with 0       | 200 with 3    | 200 with 0    | 200 with 1        | 200 with 0
                typing frame user_id                           | send typing to …                         | 200 with 1       | 200 with 1    | 200 with 1    | 200 with 0        | 200 with 0
                """;
    }

    @Override
    Map<String, List<String>> relations() {
        return Map.of(
                "self", List.of("", "themself"),
                "partner", List.of("", "somebody they trade with"),
                "stranger", List.of("", "a stranger"),
                "deactivated", List.of("", "a deactivated person"),
                "nobody", List.of("", "somebody who is not there"));
    }

    @Override
    Outcome send(Cell cell) {
        People people = new People(cell.caller().equals("an admin"));
        UUID named = people.named(cell.relation());
        return switch (cell.operation()) {
            case "socket" -> openSocket(people.caller, named);
            case "message.send", "message.read", "sync" -> sendChecked(cell, () -> sendFrame(cell, people, named));
            case "typing" -> sendTyping(people, named);
            default -> {
                if (cell.operation().equals("listUserReviews")) {
                    people.review();
                }
                yield sendChecked(cell, () -> Outcome.of(request(cell, people, named)));
            }
        };
    }

    private Answer request(Cell cell, People people, UUID named) {
        ApiClient api = switch (cell.caller()) {
            case "anyone" -> market.api();
            case "the frontend's server" -> market.api().with("Authorization", "Bearer " + Server.SERVICE_TOKEN);
            default -> market.api().as(people.caller);
        };
        return switch (cell.operation()) {
            case "getUser" -> api.get("/users/" + named);
            case "listUsersWithSamePaymentInstructions" -> api.get("/users/" + named + "/same-payment-instructions");
            case "moderateUser" -> api.patch("/users/" + named, Map.of("is_active", false, "reason", "Spam."));
            case "listUserGigs" -> api.get("/users/" + named + "/gigs");
            case "listGigs" -> api.get("/gigs?freelancer_id=" + named);
            case "listUserReviews" -> api.get("/users/" + named + "/reviews");
            case "listModerationEvents" -> api.get("/moderation-events?user_id=" + named);
            case "setPassword" ->
                api.put("/internal/users/" + named + "/password", Map.of("password", "correct horse"));
            case "getInternalUser" -> api.get("/internal/users/" + named);
            case "setEmail" ->
                api.put("/internal/users/" + named + "/email", Map.of("email", UUID.randomUUID() + "@example.org"));
            case "verifyEmail" -> api.put("/internal/users/" + named + "/email-verification", Map.of());
            case "signUserOutEverywhere" -> api.post("/internal/users/" + named + "/sign-out-everywhere", Map.of());
            case "listIdentities" -> api.get("/internal/users/" + named + "/identities");
            case "addIdentity" ->
                api.put(
                        "/internal/users/" + named + "/identities",
                        Map.of("issuer", "https://login.example", "subject", UUID.randomUUID()));
            case "removeIdentity" ->
                api.delete("/internal/users/" + named + "/identities?issuer=https://login.example&subject=1");
            case "listMessages" -> api.get("/messages/" + named);
            case "getConversation" -> api.get("/conversations/" + named);
            case "markRead" -> api.put("/conversations/" + named + "/read", Map.of("up_to_seq", 2));
            case "sendMessage" -> api.post("/messages", Map.of("receiver_id", named, "content", "Hello"));
            default -> throw new IllegalArgumentException(cell.id());
        };
    }

    private Outcome openSocket(Person caller, UUID named) {
        try (TestSocket device =
                market.sockets().handshake("/ws/" + named, Map.of("Authorization", "Bearer " + caller.token()))) {
            return device.status() == 101 ? new Outcome(101, null, null) : Outcome.of(device.refusalJson());
        }
    }

    private Outcome sendFrame(Cell cell, People people, UUID named) {
        try (TestSocket device = market.sockets().open(people.caller)) {
            device.send(
                    switch (cell.operation()) {
                        case "message.send" -> Map.of("receiver_id", named, "content", "Hello");
                        case "message.read" -> Map.of("type", "message.read", "user_id", named, "up_to_seq", 2);
                        default -> Map.of("type", "sync", "seen", people.seenExcept(named));
                    });
            if (cell.operation().equals("sync")) {
                device.await("synced");
            }
            List<JsonNode> frames = device.receivedSoFar();
            return frames.stream()
                    .filter(frame -> frame.path("type").asText().equals("error"))
                    .findFirst()
                    .map(Outcome::of)
                    .orElseGet(() -> outcome(cell, frames));
        }
    }

    private static Outcome outcome(Cell cell, List<JsonNode> frames) {
        long received = frames.stream()
                .filter(frame -> frame.path("type").asText().equals("message.new"))
                .count();
        return switch (cell.operation()) {
            case "message.send" -> new Outcome(201, null, null);
            case "sync" -> new Outcome(200, null, received);
            default -> new Outcome(200, null, null);
        };
    }

    /** A message to each socket follows on the same connection, so that a typing frame cannot arrive after it. */
    private Outcome sendTyping(People people, UUID named) {
        try (TestSocket device = market.sockets().open(people.caller);
                TestSocket own = market.sockets().open(people.caller);
                TestSocket partner = market.sockets().open(people.partner);
                TestSocket stranger = market.sockets().open(people.stranger)) {
            device.send(Map.of("type", "typing", "user_id", named));
            device.sendMessage(people.partner, "Hello").sendMessage(people.stranger, "Hello");
            long seen = 0;
            for (Map.Entry<TestSocket, Person> entry : Map.of(
                            own, people.caller, partner, people.partner, stranger, people.stranger)
                    .entrySet()) {
                entry.getKey().await("message.new");
                boolean hasSeen = entry.getKey().receivedSoFar().stream()
                        .anyMatch(frame -> frame.path("type").asText().equals("typing"));
                if (hasSeen && !entry.getValue().id().equals(named)) {
                    throw new AssertionError("a user who is not the receiver gets the typing frame");
                }
                seen += hasSeen ? 1 : 0;
            }
            return new Outcome(200, null, seen);
        }
    }

    /** The users around a caller, with their messages and gigs. */
    private final class People {
        private final Person caller;
        private final Person deactivated;
        private final Person stranger;
        private final Person partner;

        /**
         * Sorted by id: the id of the caller is the lowest and that of the partner the highest, so that a query by only one
         * half of the pair would find rows of other conversations.
         */
        People(boolean isAdmin) {
            List<Person> people = Stream.of("Paula", "Petra", "Pia", "Polly")
                    .map(market::aUser)
                    .sorted(Comparator.comparing(person -> person.id().toString()))
                    .toList();
            caller = people.get(0);
            deactivated = people.get(1);
            stranger = people.get(2);
            partner = people.get(3);
            market.sql().update("update users set is_admin = ? where id = ?", isAdmin, caller.id());
            sendMessage(caller, partner);
            sendMessage(partner, caller);
            sendMessage(caller, partner);
            sendMessage(partner, stranger);
            sendMessage(stranger, partner);
            sendMessage(caller, deactivated);
            List.of(caller, partner, partner, stranger, deactivated)
                    .forEach(owner -> market.aGig().by(owner).create());
            List.of(caller, partner)
                    .forEach(owner -> market.aGig().by(owner).inactive().create());
            market.api()
                    .as(market.anAdmin())
                    .patch("/users/" + deactivated.id(), Map.of("is_active", false, "reason", "Spam."))
                    .expect(200);
        }

        UUID named(String relation) {
            return switch (relation) {
                case "self" -> caller.id();
                case "partner" -> partner.id();
                case "stranger" -> stranger.id();
                case "deactivated" -> deactivated.id();
                default -> UUID.randomUUID();
            };
        }

        /** Two reviews of the partner, by the caller and by the stranger. */
        void review() {
            for (Person client : List.of(caller, stranger)) {
                PlacedOrder order = market.anOrder()
                        .of(market.aGig().by(partner).create())
                        .from(client)
                        .completed();
                market.api()
                        .as(client)
                        .post("/reviews", Map.of("order_id", order.id(), "rating", 5))
                        .expect(201);
            }
        }

        Map<UUID, Integer> seenExcept(UUID named) {
            Map<UUID, Integer> seen = new HashMap<>(Map.of(partner.id(), 3, deactivated.id(), 1));
            seen.put(named, 0);
            return seen;
        }

        private void sendMessage(Person from, Person to) {
            market.api()
                    .as(from)
                    .post("/messages", Map.of("receiver_id", to.id(), "content", "Hello"))
                    .expect(201);
        }
    }
}
