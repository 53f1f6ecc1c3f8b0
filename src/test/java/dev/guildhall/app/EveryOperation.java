package dev.guildhall.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.guildhall.support.Answer;
import dev.guildhall.support.ApiClient;
import dev.guildhall.support.Contract;
import dev.guildhall.support.Jwt;
import dev.guildhall.support.Market;
import dev.guildhall.support.Operation;
import dev.guildhall.support.Person;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.Server;
import dev.guildhall.support.TestSocket;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Calls every operation of the contract and sends every frame of the socket, each with valid input that must be accepted. */
final class EveryOperation {
    private static final Map<String, ?> EMPTY_BODY = Map.of();
    private static final Map<String, ?> REASON = Map.of("reason", "So it is.");

    private final Market market;
    private final Person client;
    private final Person freelancer;
    private final Person admin;
    private final Set<String> succeeded = new TreeSet<>();

    /** @param people creates the users; its inserts run before any column is added */
    EveryOperation(Market market, Market people) {
        this.market = market;
        this.client = people.aUser("Carl Client");
        this.freelancer = people.aUser("Frida Freelancer");
        this.admin = people.anAdmin();
    }

    /** The ids of the operations that were not called successfully. */
    Set<String> notSucceeded() {
        Set<String> rest = new TreeSet<>();
        Contract.get().operations().forEach(operation -> rest.add(operation.id()));
        rest.removeAll(succeeded);
        // Only with the embedded database.
        rest.remove("advanceClock");
        return rest;
    }

    void call() {
        people();
        String gig = gigs();
        orders(gig);
        messages();
        sockets();
        internal();
        for (String path : new String[] {
            "/order-transitions", "/health/live", "/health/ready", "/openapi.yaml", "/asyncapi.yaml", "/docs"
        }) {
            call(market.api(), "GET", path, null);
        }
        call(market.server().metrics(), "GET", "/metrics", null);
    }

    private void people() {
        get(client, "/me");
        as(freelancer, "PATCH", "/me", Map.of("bio", "Draws.", "payment_instructions", "IBAN " + UUID.randomUUID()));
        get(client, "/users/" + freelancer.id());
        get(admin, "/users/" + freelancer.id() + "/same-payment-instructions");
        as(admin, "PATCH", "/users/" + client.id(), Map.of("is_active", true));
        for (String query : new String[] {"", "?is_active=true", "?q=Frida", "?q=" + client.id()}) {
            assertThat(get(admin, "/users" + query).items()).as(query).isNotEmpty();
        }
    }

    private String gigs() {
        Map<String, ?> offer =
                Map.of("title", "A logo", "description", "Drawn by hand.", "price", "49.90", "delivery_days", 3);
        ApiClient once = market.api()
                .as(freelancer)
                .with("Idempotency-Key", UUID.randomUUID().toString());
        String gig = call(once, "POST", "/gigs", offer).text("id");
        assertThat(call(once, "POST", "/gigs", offer).text("id")).isEqualTo(gig);
        as(freelancer, "PATCH", "/gigs/" + gig, EMPTY_BODY);
        as(freelancer, "PATCH", "/gigs/" + gig, Map.of("title", "A better logo"));
        get(client, "/gigs/" + gig);
        for (String query : new String[] {
            "",
            "?sort=price",
            "?sort=-price&min_price=1",
            "?q=logo",
            "?q=logo&sort=relevance",
            "?q=logo&max_delivery_days=9&max_price=99",
            "?max_delivery_days=9",
            "?freelancer_id=" + freelancer.id()
        }) {
            assertThat(get(client, "/gigs" + query).items()).as(query).isNotEmpty();
        }
        assertThat(get(client, "/users/" + freelancer.id() + "/gigs").items()).isNotEmpty();
        String other = as(freelancer, "POST", "/gigs", offer).text("id");
        as(admin, "PATCH", "/gigs/" + other, Map.of("is_active", false, "reason", "So it is."));
        as(admin, "PATCH", "/gigs/" + other, Map.of("is_active", true));
        for (String query : new String[] {"", "?gig_id=" + other, "?user_id=" + admin.id()}) {
            assertThat(get(admin, "/moderation-events" + query).items())
                    .as(query)
                    .isNotEmpty();
        }
        as(freelancer, "DELETE", "/gigs/" + other, null);
        return gig;
    }

    private void orders(String gig) {
        String approved = place(gig);
        pay(approved);
        move(client, approved, "withdraw-payment", EMPTY_BODY);
        pay(approved);
        move(freelancer, approved, "reject-payment", REASON);
        pay(approved);
        move(freelancer, approved, "confirm-payment", EMPTY_BODY);
        move(freelancer, approved, "start", EMPTY_BODY);
        move(freelancer, approved, "submit-work", EMPTY_BODY);
        move(client, approved, "revision", EMPTY_BODY);
        move(freelancer, approved, "submit-work", EMPTY_BODY);
        move(client, approved, "approve", EMPTY_BODY);
        as(client, "POST", "/reviews", Map.of("order_id", approved, "rating", 5, "comment", "Good."));
        String refunded = place(gig);
        pay(refunded);
        move(freelancer, refunded, "confirm-payment", EMPTY_BODY);
        move(freelancer, refunded, "cancel", REASON);
        move(freelancer, refunded, "submit-refund", Map.of("proof_reference", "BACK " + refunded, "amount", "49.90"));
        move(client, refunded, "confirm-refund", EMPTY_BODY);
        String agreed = place(gig);
        pay(agreed);
        move(freelancer, agreed, "confirm-payment", EMPTY_BODY);
        answer(freelancer, agreed, propose(freelancer, agreed), "withdraw");
        answer(client, agreed, propose(freelancer, agreed), "decline");
        answer(client, agreed, propose(freelancer, agreed), "accept");
        assertThat(get(client, "/orders/" + agreed + "/proposals").items()).hasSize(3);
        String disputed = place(gig);
        pay(disputed);
        move(client, disputed, "dispute", REASON);
        as(freelancer, "POST", "/orders/" + disputed + "/statements", Map.of("text", "No money came."));
        assertThat(get(client, "/orders/" + disputed + "/statements").items()).hasSize(1);
        get(admin, "/orders?role=admin&status=DISPUTED&sort=waiting");
        move(
                admin,
                disputed,
                "resolve",
                Map.of("outcome", "CANCELLED", "payment_made", false, "note", "No money came."));
        for (Person person : new Person[] {client, freelancer, admin}) {
            assertThat(get(person, "/orders" + (person == admin ? "?role=admin" : ""))
                            .items())
                    .isNotEmpty();
        }
        get(client, "/orders?awaiting=me&status=PENDING_PAYMENT");
        assertThat(get(client, "/orders/" + approved).at("version")).isNotNull();
        for (String list : new String[] {"history", "payment-proofs", "reviews"}) {
            assertThat(get(client, "/orders/" + approved + "/" + list).items())
                    .as(list)
                    .isNotEmpty();
        }
        assertThat(get(client, "/users/" + freelancer.id() + "/reviews").items())
                .isNotEmpty();
        assertThat(get(client, "/users/" + client.id() + "/reviews?direction=given")
                        .items())
                .isNotEmpty();
        as(
                client,
                "POST",
                "/messages",
                Map.of("receiver_id", freelancer.id(), "order_id", approved, "content", "Thanks."));
        assertThat(get(client, "/orders/" + approved + "/messages").items()).isNotEmpty();
    }

    private String propose(Person person, String order) {
        return as(person, "POST", "/orders/" + order + "/proposals", Map.of("kind", "extend", "days", 5))
                .text("id");
    }

    private void answer(Person person, String order, String proposal, String answer) {
        move(person, order, "proposals/" + proposal + "/" + answer, EMPTY_BODY);
    }

    private String place(String gig) {
        return as(client, "POST", "/orders", Map.of("gig_id", gig)).text("id");
    }

    private void pay(String order) {
        move(client, order, "submit-payment", PlacedOrder.aProof());
    }

    private void move(Person person, String order, String action, Map<String, ?> body) {
        as(person, "PATCH", "/orders/" + order + "/" + action, body);
    }

    private void messages() {
        Map<String, ?> message =
                Map.of("receiver_id", freelancer.id(), "content", "Hello", "client_msg_id", UUID.randomUUID());
        String sent = as(client, "POST", "/messages", message).text("id");
        assertThat(as(client, "POST", "/messages", message).text("id")).isEqualTo(sent);
        assertThat(get(client, "/messages/" + freelancer.id()).items()).isNotEmpty();
        assertThat(get(client, "/messages/" + freelancer.id() + "?before_seq=99999&after_seq=0")
                        .items())
                .isNotEmpty();
        assertThat(get(client, "/conversations").items()).isNotEmpty();
        get(client, "/conversations/" + freelancer.id());
        as(freelancer, "PUT", "/conversations/" + client.id() + "/read", Map.of("up_to_seq", 1));
    }

    private void sockets() {
        String ticket = as(client, "POST", "/ws-tickets", null).text("ticket");
        try (TestSocket device = market.sockets().byTicket(client, ticket);
                TestSocket other = market.sockets().open(freelancer)) {
            device.await("hello");
            device.send(Map.of("type", "sync", "seen", Map.of())).await("synced");
            device.sendMessage(freelancer, "By the socket.").await("message.ack");
            device.send(Map.of(
                            "type",
                            "renew",
                            "ticket",
                            as(client, "POST", "/ws-tickets", null).text("ticket")))
                    .await("renewed");
            other.await("message.new");
            other.send(Map.of("type", "message.read", "user_id", client.id(), "up_to_seq", 2));
            assertThat(device.receivedSoFar())
                    .noneMatch(frame -> frame.path("type").asText().equals("error"));
            assertThat(other.receivedSoFar())
                    .noneMatch(frame -> frame.path("type").asText().equals("error"));
        }
    }

    private void internal() {
        ApiClient service = market.api().with("Authorization", "Bearer " + Server.SERVICE_TOKEN);
        String email = UUID.randomUUID() + "@example.org";
        Map<String, ?> user = Map.of("email", email, "full_name", "Nina New", "password", "correct horse");
        String id = call(service, "POST", "/internal/users", user).text("id");
        call(service, "GET", "/internal/users?email=" + email, null);
        call(service, "PUT", "/internal/users/" + id + "/password", Map.of("password", "another horse"));
        call(service, "POST", "/internal/credentials/verify", Map.of("email", email, "password", "another horse"));
        call(service, "GET", "/internal/users?email_conflict=true", null);
        call(service, "GET", "/internal/users/" + id, null);
        call(service, "PUT", "/internal/users/" + id + "/email", Map.of("email", "new." + email));
        call(
                service,
                "POST",
                "/internal/users",
                Map.of("email", "new." + email, "full_name", "Nina", "email_verified", true));
        call(service, "PUT", "/internal/users/" + id + "/email-verification", EMPTY_BODY);
        String identities = "/internal/users/" + id + "/identities";
        call(service, "PUT", identities, Map.of("issuer", "https://login.example", "subject", id));
        assertThat(call(service, "GET", identities, null).items()).isNotEmpty();
        call(service, "DELETE", identities + "?issuer=https://login.example&subject=" + id, null);
        call(service, "POST", "/internal/users/" + id + "/sign-out-everywhere", EMPTY_BODY);
        as(
                new Person(UUID.fromString(id), "Nina New", Jwt.of(UUID.fromString(id))),
                "POST",
                "/me/sign-out-everywhere",
                EMPTY_BODY);
    }

    @CanIgnoreReturnValue
    private Answer get(Person person, String path) {
        return as(person, "GET", path, null);
    }

    @CanIgnoreReturnValue
    private Answer as(Person person, String method, String path, @Nullable Object body) {
        return call(market.api().as(person), method, path, body);
    }

    @CanIgnoreReturnValue
    private Answer call(ApiClient as, String method, String path, @Nullable Object body) {
        Answer answer = as.send(method, path, body);
        assertThat(answer.status()).as("%s", answer).isBetween(200, 299);
        String withoutQuery = path.replaceAll("\\?.*", "");
        Contract.get().operations().stream()
                .filter(one -> one.method().equals(method)
                        && one.pattern().matcher(withoutQuery).matches())
                .findFirst()
                .map(Operation::id)
                .ifPresent(succeeded::add);
        return answer;
    }
}
