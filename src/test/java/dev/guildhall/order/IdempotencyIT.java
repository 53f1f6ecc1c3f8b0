package dev.guildhall.order;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Answer;
import dev.guildhall.support.ApiClient;
import dev.guildhall.support.Concurrently;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.RawSocket;
import dev.guildhall.support.Server;
import dev.guildhall.support.Sql;
import dev.guildhall.support.TestGig;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("API-12")
class IdempotencyIT {
    @RegisterExtension
    static final Market market = new Market();

    private final Person client = market.aUser("Carl Client");
    private final TestGig gig = market.aGig().create();
    private final Map<String, Object> body = Map.of("gig_id", gig.id());
    private final String key = UUID.randomUUID().toString();

    @Test
    @Tag("API-11")
    void placesOneOrderForManySimultaneousRequests() {
        try (Server otherNode = market.anotherNode()) {
            List<Answer> answers = Concurrently.times(
                    50, i -> withKey(i % 2 == 0 ? market.server() : otherNode).post("/orders", body));
            expectOneResult(answers, 201, 45);
        }
        assertThat(ordersOfTheClient()).isEqualTo(1);
    }

    @Test
    @Tag("API-11")
    void movesOnceForManySimultaneousRequests() {
        PlacedOrder order = market.anOrder().of(gig).from(client).placed();
        Map<String, Object> proof = PlacedOrder.aProof();
        List<Answer> answers =
                Concurrently.times(30, i -> withKey(market.server()).patch(order.path("submit-payment"), proof));
        expectOneResult(answers, 200, 25);
        assertThat(History.lines(order)).hasSize(2);
    }

    @Test
    void repeatsTheFirstAnswerAfterLaterChanges() {
        Answer first = withKey(market.server()).post("/orders", body).expect(201);
        market.api()
                .as(client)
                .patch("/orders/" + first.at("id") + "/cancel", Map.of("reason", "No."))
                .expect(200);
        Answer again = withKey(market.server()).post("/orders", body).expect(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        assertThat(again.header("ETag")).isEqualTo(first.header("ETag"));
        assertThat(again.header("Content-Type")).isEqualTo(first.header("Content-Type"));
        assertThat(again.header("Cache-Control")).isEqualTo(first.header("Cache-Control"));
        assertThat(ordersOfTheClient()).isEqualTo(1);
    }

    @Test
    void refusesAKeyThatWasUsedForADifferentRequest() {
        Answer placed = withKey(market.server()).post("/orders", body).expect(201);
        Map<String, Object> different = Map.of("gig_id", gig.id(), "expected_price", "49.90");
        withKey(market.server())
                .post("/orders", different)
                .expectProblem(422, "idempotency_key_reused")
                .namingOnly("Idempotency-Key not_allowed");
        withKey(market.server())
                .patch("/orders/" + placed.at("id") + "/cancel", Map.of("reason", "No."))
                .expectProblem(422, "idempotency_key_reused");
        assertThat(ordersOfTheClient()).isEqualTo(1);
    }

    @Test
    void distinguishesRequestsByPath() {
        PlacedOrder one = market.anOrder().of(gig).from(client).placed();
        PlacedOrder other = market.anOrder().of(gig).from(client).placed();
        Map<String, Object> reason = Map.of("reason", "No.");
        withKey(market.server()).patch(one.path("cancel"), reason).expect(200);
        Answer second = withKey(market.server()).patch(other.path("cancel"), reason);
        assertThat(second.at("code"))
                .as("the same body sent with the same key to a different path: %s", second)
                .isEqualTo("idempotency_key_reused");
        assertThat(other.read().at("status")).isEqualTo("PENDING_PAYMENT");
    }

    /** Whoever repeats these needs none, and could fill the table of keys with them. */
    @Test
    void ignoresTheKeyOfAReadMarkAndOfADeletion() {
        Person freelancer = gig.freelancer();
        market.api()
                .as(freelancer)
                .post("/messages", Map.of("receiver_id", client.id(), "content", "Hello"))
                .expect(201);
        String mark = "/conversations/" + freelancer.id() + "/read";
        withKey(market.server()).put(mark, Map.of("up_to_seq", 0)).expect(200);
        withKey(market.server()).put(mark, Map.of("up_to_seq", 1)).expect(200);
        ApiClient owner = market.api().as(freelancer).with("Idempotency-Key", key);
        owner.delete("/gigs/" + gig.id()).expect(204);
        owner.delete("/gigs/" + gig.id()).expect(404);
        assertThat(market.sql().count("select from idempotency_keys where key = ?", key))
                .as("stored keys")
                .isZero();
    }

    @Test
    void distinguishesRequestsByBody() {
        PlacedOrder order = market.anOrder().of(gig).from(client).placed();
        withKey(market.server())
                .patch(order.path("cancel"), Map.of("reason", "No."))
                .expect(200);
        Answer second = withKey(market.server()).patch(order.path("cancel"), Map.of("reason", "Yes"));
        assertThat(second.at("code"))
                .as("a different body sent with the same key to the same path: %s", second)
                .isEqualTo("idempotency_key_reused");
    }

    @Test
    void acceptsTheSameValuesInOtherBytes() {
        ApiClient owner = market.api().as(gig.freelancer()).with("Idempotency-Key", key);
        String path = "/gigs/" + gig.id();
        Answer first =
                owner.patch(path, "{\"title\":\"A logo\",\"price\":12.50}").expect(200);
        for (String same : List.of(
                " {\"price\" : 12.5, \"title\" : \"A logo\"}",
                "{\"price\":1.25e1,\"title\":\"\\u0041 logo\"}",
                "\uFEFF{\"title\":\"A logo\",\"price\":125e-1}")) {
            assertThat(owner.patch(path, same).expect(200).body()).isEqualTo(first.body());
        }
        String sent = "{\"title\":\"A logo\",\"price\":12.50}";
        // A raw request, since the contract has no path with a slash at its end.
        try (RawSocket socket = RawSocket.to(market.server())) {
            socket.head("""
                            PATCH %s/ HTTP/1.1
                            Host: 127.0.0.1
                            Authorization: Bearer %s
                            Idempotency-Key: %s
                            Content-Type: application/json
                            Content-Length: %d
                            """.formatted(path, gig.freelancer().token(), key, sent.length()))
                    .send(sent.getBytes(UTF_8))
                    .answer()
                    .expect(200);
        }
        owner.patch(path, "{\"title\":\"A logo\",\"price\":\"12.50\"}").expectProblem(422, "idempotency_key_reused");
        assertThat(market.api().get(path).at("version")).isEqualTo(first.at("version"));
    }

    @Test
    void acceptsAnEmptyObjectInsteadOfNoBody() {
        PlacedOrder order = market.anOrder().of(gig).from(client).paid();
        ApiClient freelancer = market.api().as(gig.freelancer()).with("Idempotency-Key", key);
        Answer first = freelancer.patch(order.path("confirm-payment")).expect(200);
        for (String same : List.of("{}", "", " { } ")) {
            assertThat(freelancer
                            .patch(order.path("confirm-payment"), same)
                            .expect(200)
                            .body())
                    .isEqualTo(first.body());
        }
    }

    @Test
    void acceptsACorrectedRequestWithTheSameKey() {
        withKey(market.server()).post("/orders", Map.of("gig_id", "no id")).expectProblem(422, "validation_failed");
        withKey(market.server()).post("/orders", "{").expectProblem(400, "malformed_json");
        withKey(market.server())
                .post("/orders", Map.of("gig_id", gig.id(), "expected_price", "1"))
                .expectProblem(409, "gig_price_changed");
        withKey(market.server()).post("/orders", body).expect(201);
        assertThat(ordersOfTheClient()).isEqualTo(1);
    }

    @Test
    void acceptsTheSameRequestOnceItIsPossible() {
        market.sql().update("update gigs set is_active = false where id = ?", gig.id());
        withKey(market.server()).post("/orders", body).expectProblem(409, "gig_inactive");
        market.sql().update("update gigs set is_active = true where id = ?", gig.id());
        withKey(market.server()).post("/orders", body).expect(201);
    }

    @Test
    void separatesTheKeysOfCallers() {
        Person otherClient = market.aUser("Clara Client");
        Answer one = withKey(market.server()).post("/orders", body).expect(201);
        Answer two = market.api()
                .as(otherClient)
                .with("Idempotency-Key", key)
                .post("/orders", body)
                .expect(201);
        assertThat(one.at("id")).as("the first order of each caller").isNotEqualTo(two.at("id"));
        Answer oneAgain = withKey(market.server()).post("/orders", body).expect(201);
        assertThat(oneAgain.at("id")).as("the order in the repeated answer").isEqualTo(one.at("id"));
        Answer twoAgain = market.api()
                .as(otherClient)
                .with("Idempotency-Key", key)
                .post("/orders", body)
                .expect(201);
        assertThat(twoAgain.at("id"))
                .as("the order in the repeated answer to another caller with the same key")
                .isEqualTo(two.at("id"));
    }

    @Test
    void acceptsTheKeyOfOneCallerFromADifferentCaller() {
        Person otherClient = market.aUser("Clara Client");
        withKey(market.server()).post("/orders", body).expect(201);
        Answer other = market.api()
                .as(otherClient)
                .with("Idempotency-Key", key)
                .post("/orders", Map.of("gig_id", gig.id(), "expected_price", "49.90"));
        assertThat(other.status())
                .as("a different request of another caller with the same key: %s", other)
                .isEqualTo(201);
    }

    @Test
    @Tag("API-11")
    void expiresAKeyAfterADay() {
        withKey(market.server()).post("/orders", body).expect(201);
        ageKey("23 hours 59 minutes");
        withKey(market.server()).post("/orders", body).expect(201);
        assertThat(ordersOfTheClient())
                .as("orders with a key that is used again after 23 hours and 59 minutes")
                .isEqualTo(1);
        ageKey("2 minutes");
        withKey(market.server()).post("/orders", body).expect(201);
        assertThat(ordersOfTheClient())
                .as("orders with a key that is used again after 24 hours and a minute")
                .isEqualTo(2);
    }

    @Test
    @Tag("API-11")
    void acceptsAnExpiredKeyForADifferentRequest() {
        withKey(market.server()).post("/orders", body).expect(201);
        ageKey("24 hours 1 second");
        TestGig other = market.aGig().create();
        Answer placed = withKey(market.server()).post("/orders", Map.of("gig_id", other.id()));
        assertThat(placed.status())
                .as("status of a different request with an expired key")
                .isEqualTo(201);
        ageKey("23 hours 59 minutes");
        Answer again = withKey(market.server()).post("/orders", Map.of("gig_id", other.id()));
        assertThat(again.at("id"))
                .as("the order in the repeated answer to a key that was reused after it expired")
                .isEqualTo(placed.at("id"));
        assertThat(ordersOfTheClient())
                .as("orders with a key that was reused after it expired, and then repeated")
                .isEqualTo(2);
    }

    @Test
    @Tag("API-11")
    void repeatsTheWriteIfTheKeyIsDeletedDuringARetry() throws Exception {
        withKey(market.server()).post("/orders", body).expect(201);
        ageKey("23 hours 59 minutes");
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (Sql holder = market.database().sql();
                Sql pruner = market.database().sql()) {
            holder.begin();
            holder.rows("select from idempotency_keys where key = ? for update", key);
            Future<Answer> retry = threads.submit(() -> withKey(market.server()).post("/orders", body));
            holder.awaitWaitingForLocks(1);
            pruner.begin();
            // Granted after the retry has found the key in use, and before it can read the stored answer.
            Future<Integer> locked =
                    threads.submit(() -> pruner.update("lock table idempotency_keys in access exclusive mode"));
            holder.awaitWaitingForLocks(2);
            holder.rollback();
            locked.get(10, TimeUnit.SECONDS);
            pruner.update("delete from idempotency_keys where key = ?", key);
            pruner.commit();
            retry.get(20, TimeUnit.SECONDS).expect(201);
        } finally {
            threads.shutdownNow();
        }
        assertThat(ordersOfTheClient()).isEqualTo(2);
    }

    @Test
    void refusesARetryWhileTheFirstRequestRuns() {
        whileTheKeyIsInUse(
                client,
                () -> withKey(market.server()).post("/orders", body).expectProblem(409, "idempotency_in_progress"));
        withKey(market.server()).post("/orders", body).expect(201);
    }

    @Test
    void appliesToEveryWrite() {
        Person freelancer = gig.freelancer();
        Person admin = market.anAdmin();
        ApiClient owner = market.api().as(freelancer).with("Idempotency-Key", key);
        ApiClient moderator = market.api().as(admin).with("Idempotency-Key", key);
        Map<String, Object> different =
                Map.of("title", "Another logo", "description", "Of one colour.", "price", "9.90", "delivery_days", 3);
        whileTheKeyIsInUse(
                freelancer,
                () -> owner.post("/gigs", different).expectProblem(409, "idempotency_in_progress"),
                () -> owner.patch("/gigs/" + gig.id(), Map.of("price", "1.00"))
                        .expectProblem(409, "idempotency_in_progress"),
                () -> owner.patch("/me", Map.of("full_name", "Another")).expectProblem(409, "idempotency_in_progress"));
        whileTheKeyIsInUse(
                admin,
                () -> moderator
                        .patch("/users/" + client.id(), Map.of("is_active", false, "reason", "No."))
                        .expectProblem(409, "idempotency_in_progress"));
        market.api().as(client).get("/me").expect(200);
        owner.post("/gigs", different).expect(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "tab\tbed"})
    void refusesAKeyThatIsNotVisibleAscii(String bad) {
        market.api()
                .as(client)
                .with("Idempotency-Key", bad)
                .post("/orders", body)
                .expectProblem(400, "malformed_header")
                .namingOnly("Idempotency-Key invalid_format");
    }

    @Test
    void acceptsAKeyOf255CharactersAndNoLongerOne() {
        ApiClient caller = market.api().as(client);
        caller.with("Idempotency-Key", "k".repeat(256)).post("/orders", body).expectProblem(400, "malformed_header");
        caller.with("Idempotency-Key", "k".repeat(255)).post("/orders", body).expect(201);
    }

    private ApiClient withKey(Server server) {
        return server.api().as(client).with("Idempotency-Key", key);
    }

    /** Runs the requests while an earlier request with the same key is uncommitted; in parallel, since each waits for it. */
    private void whileTheKeyIsInUse(Person caller, Supplier<?>... requests) {
        try (Sql first = market.database().sql()) {
            first.begin();
            first.update("insert into idempotency_keys (caller_id, key, request) values (?, ?, '')", caller.id(), key);
            Concurrently.times(requests.length, i -> requests[i].get());
            first.rollback();
        }
    }

    private int ordersOfTheClient() {
        return market.sql().count("select from orders where client_id = ?", client.id());
    }

    private void ageKey(String interval) {
        market.sql()
                .update(
                        "update idempotency_keys set created_at = created_at - ?::interval where key = ?",
                        interval,
                        key);
    }

    private static void expectOneResult(List<Answer> answers, int status, int atLeast) {
        List<Answer> good =
                answers.stream().filter(answer -> answer.status() == status).toList();
        assertThat(good).hasSizeGreaterThanOrEqualTo(atLeast);
        assertThat(good).extracting(Answer::body).containsOnly(good.get(0).body());
        assertThat(answers)
                .filteredOn(answer -> answer.status() != status)
                .allSatisfy(answer -> answer.expectProblem(409, "idempotency_in_progress"));
    }
}
