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
    private final TestGig gig = market.aGig().exists();
    private final Map<String, Object> body = Map.of("gig_id", gig.id());
    private final String key = UUID.randomUUID().toString();

    @Test
    @Tag("API-11")
    void placesOneOrderHoweverOftenItIsSentAtATime() {
        try (Server another = market.anotherNode()) {
            List<Answer> answers = Concurrently.times(
                    50, i -> keyed(i % 2 == 0 ? market.server() : another).post("/orders", body));
            expectOneAnswer(answers, 201, 45);
        }
        assertThat(ordersOfTheClient()).isEqualTo(1);
    }

    @Test
    @Tag("API-11")
    void movesOnceHoweverOftenItIsSentAtATime() {
        PlacedOrder order = market.anOrder().of(gig).from(client).placed();
        Map<String, Object> proof = PlacedOrder.aProof();
        List<Answer> answers =
                Concurrently.times(30, i -> keyed(market.server()).patch(order.path("submit-payment"), proof));
        expectOneAnswer(answers, 200, 25);
        assertThat(History.of(order)).hasSize(2);
    }

    @Test
    void givesTheFirstAnswerAgainWhateverHappenedSince() {
        Answer first = keyed(market.server()).post("/orders", body).expect(201);
        market.api()
                .as(client)
                .patch("/orders/" + first.at("id") + "/cancel", Map.of("reason", "No."))
                .expect(200);
        Answer again = keyed(market.server()).post("/orders", body).expect(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        assertThat(again.header("ETag")).isEqualTo(first.header("ETag"));
        assertThat(again.header("Content-Type")).isEqualTo(first.header("Content-Type"));
        assertThat(again.header("Cache-Control")).isEqualTo(first.header("Cache-Control"));
        assertThat(ordersOfTheClient()).isEqualTo(1);
    }

    @Test
    void refusesAKeyThatWasUsedForSomethingElse() {
        Answer placed = keyed(market.server()).post("/orders", body).expect(201);
        Map<String, Object> another = Map.of("gig_id", gig.id(), "expected_price", "49.90");
        keyed(market.server())
                .post("/orders", another)
                .expectProblem(422, "idempotency_key_reused")
                .namingOnly("Idempotency-Key not_allowed");
        keyed(market.server())
                .patch("/orders/" + placed.at("id") + "/cancel", Map.of("reason", "No."))
                .expectProblem(422, "idempotency_key_reused");
        assertThat(ordersOfTheClient()).isEqualTo(1);
    }

    @Test
    void tellsRequestsApartByTheirPathAlone() {
        PlacedOrder one = market.anOrder().of(gig).from(client).placed();
        PlacedOrder other = market.anOrder().of(gig).from(client).placed();
        Map<String, Object> reason = Map.of("reason", "No.");
        keyed(market.server()).patch(one.path("cancel"), reason).expect(200);
        Answer second = keyed(market.server()).patch(other.path("cancel"), reason);
        assertThat(second.at("code"))
                .as("the same body sent with the same key to another path: %s", second)
                .isEqualTo("idempotency_key_reused");
        assertThat(other.read().at("status")).isEqualTo("PENDING_PAYMENT");
    }

    @Test
    void tellsRequestsApartByTheirMethodAlone() {
        ApiClient owner = market.api().as(gig.freelancer()).with("Idempotency-Key", key);
        Map<String, Object> change = Map.of("price", "12.00");
        owner.patch("/gigs/" + gig.id(), change).expect(200);
        String sent = "{\"price\":\"12.00\"}";
        // By hand, since no contract has an answer with a body to a DELETE.
        try (RawSocket wire = RawSocket.to(market.server())) {
            Answer deletion = wire.head("""
                            DELETE /gigs/%s HTTP/1.1
                            Host: 127.0.0.1
                            Authorization: Bearer %s
                            Idempotency-Key: %s
                            Content-Type: application/json
                            Content-Length: %d
                            """.formatted(gig.id(), gig.freelancer().token(), key, sent.length()))
                    .send(sent.getBytes(UTF_8))
                    .answer();
            assertThat(deletion.status())
                    .as("the same body sent with the same key to the same path by another method: %s", deletion)
                    .isEqualTo(422);
        }
        market.api().get("/gigs/" + gig.id()).expect(200);
    }

    @Test
    void tellsRequestsApartByTheirBodyAlone() {
        PlacedOrder order = market.anOrder().of(gig).from(client).placed();
        keyed(market.server())
                .patch(order.path("cancel"), Map.of("reason", "No."))
                .expect(200);
        Answer second = keyed(market.server()).patch(order.path("cancel"), Map.of("reason", "Yes"));
        assertThat(second.at("code"))
                .as("another body sent with the same key to the same path: %s", second)
                .isEqualTo("idempotency_key_reused");
    }

    @Test
    void letsARefusedRequestBeCorrectedUnderItsKey() {
        keyed(market.server()).post("/orders", Map.of("gig_id", "no id")).expectProblem(422, "validation_failed");
        keyed(market.server()).post("/orders", "{").expectProblem(400, "malformed_json");
        keyed(market.server())
                .post("/orders", Map.of("gig_id", gig.id(), "expected_price", "1"))
                .expectProblem(409, "gig_price_changed");
        keyed(market.server()).post("/orders", body).expect(201);
        assertThat(ordersOfTheClient()).isEqualTo(1);
    }

    @Test
    void letsTheSameRequestBeTriedAgainWhenItHasBecomePossible() {
        market.sql().update("update gigs set is_active = false where id = ?", gig.id());
        keyed(market.server()).post("/orders", body).expectProblem(409, "gig_inactive");
        market.sql().update("update gigs set is_active = true where id = ?", gig.id());
        keyed(market.server()).post("/orders", body).expect(201);
    }

    @Test
    void keepsTheKeysOfCallersApart() {
        Person another = market.aUser("Clara Client");
        Answer one = keyed(market.server()).post("/orders", body).expect(201);
        Answer two = market.api()
                .as(another)
                .with("Idempotency-Key", key)
                .post("/orders", body)
                .expect(201);
        assertThat(one.at("id")).as("the first of each caller").isNotEqualTo(two.at("id"));
        Answer oneAgain = keyed(market.server()).post("/orders", body).expect(201);
        assertThat(oneAgain.at("id")).as("what a caller is given again").isEqualTo(one.at("id"));
        Answer twoAgain = market.api()
                .as(another)
                .with("Idempotency-Key", key)
                .post("/orders", body)
                .expect(201);
        assertThat(twoAgain.at("id"))
                .as("what another caller with the same key is given again")
                .isEqualTo(two.at("id"));
    }

    @Test
    void lendsNoCallerTheKeyOfAnother() {
        Person another = market.aUser("Clara Client");
        keyed(market.server()).post("/orders", body).expect(201);
        Answer other = market.api()
                .as(another)
                .with("Idempotency-Key", key)
                .post("/orders", Map.of("gig_id", gig.id(), "expected_price", "49.90"));
        assertThat(other.status())
                .as("another request of another caller with the same key: %s", other)
                .isEqualTo(201);
    }

    @Test
    @Tag("API-11")
    void forgetsAKeyAfterADay() {
        keyed(market.server()).post("/orders", body).expect(201);
        age("23 hours 59 minutes");
        keyed(market.server()).post("/orders", body).expect(201);
        assertThat(ordersOfTheClient())
                .as("orders by a key that is used again after 23 hours and 59 minutes")
                .isEqualTo(1);
        age("2 minutes");
        keyed(market.server()).post("/orders", body).expect(201);
        assertThat(ordersOfTheClient())
                .as("orders by a key that is used again after 24 hours and a minute")
                .isEqualTo(2);
    }

    @Test
    @Tag("API-11")
    void takesAKeyOfTheDayBeforeForWhateverItIsUsedForThen() {
        keyed(market.server()).post("/orders", body).expect(201);
        age("24 hours 1 second");
        TestGig other = market.aGig().exists();
        Answer placed = keyed(market.server()).post("/orders", Map.of("gig_id", other.id()));
        assertThat(placed.status())
                .as("status of another request under a key that was used the day before")
                .isEqualTo(201);
        age("23 hours 59 minutes");
        Answer again = keyed(market.server()).post("/orders", Map.of("gig_id", other.id()));
        assertThat(again.at("id"))
                .as("the order that is answered with under a key that was used the day before and again since")
                .isEqualTo(placed.at("id"));
        assertThat(ordersOfTheClient())
                .as("orders by a key that was used the day before and again since, and once more")
                .isEqualTo(2);
    }

    @Test
    @Tag("API-11")
    void beginsAnewWhereAKeyIsForgottenWhileItsAnswerIsLookedFor() throws Exception {
        keyed(market.server()).post("/orders", body).expect(201);
        age("23 hours 59 minutes");
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (Sql holder = market.database().sql();
                Sql pruner = market.database().sql()) {
            holder.begin();
            holder.rows("select from idempotency_keys where key = ? for update", key);
            Future<Answer> retry = threads.submit(() -> keyed(market.server()).post("/orders", body));
            holder.awaitWaitingForLocks(1);
            pruner.begin();
            // Granted when the retry has found the key used, and before it can look for the answer.
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
    void waitsForTheFirstAndThenSaysThatItIsStillRunning() {
        meanwhile(
                client,
                () -> keyed(market.server()).post("/orders", body).expectProblem(409, "idempotency_in_progress"));
        keyed(market.server()).post("/orders", body).expect(201);
    }

    @Test
    void holdsForEverythingThatIsChanged() {
        Person freelancer = gig.freelancer();
        Person admin = market.anAdmin();
        ApiClient owner = market.api().as(freelancer).with("Idempotency-Key", key);
        ApiClient moderator = market.api().as(admin).with("Idempotency-Key", key);
        Map<String, Object> another =
                Map.of("title", "Another logo", "description", "Of one colour.", "price", "9.90", "delivery_days", 3);
        meanwhile(
                freelancer,
                () -> owner.post("/gigs", another).expectProblem(409, "idempotency_in_progress"),
                () -> owner.patch("/gigs/" + gig.id(), Map.of("price", "1.00"))
                        .expectProblem(409, "idempotency_in_progress"),
                () -> owner.patch("/me", Map.of("full_name", "Another")).expectProblem(409, "idempotency_in_progress"));
        meanwhile(
                admin,
                () -> moderator
                        .patch("/users/" + client.id(), Map.of("is_active", false, "reason", "No."))
                        .expectProblem(409, "idempotency_in_progress"));
        market.api().as(client).get("/me").expect(200);
        owner.post("/gigs", another).expect(201);
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
    void takesAKeyOf255CharactersAndNoLongerOne() {
        ApiClient caller = market.api().as(client);
        caller.with("Idempotency-Key", "k".repeat(256)).post("/orders", body).expectProblem(400, "malformed_header");
        caller.with("Idempotency-Key", "k".repeat(255)).post("/orders", body).expect(201);
    }

    private ApiClient keyed(Server server) {
        return server.api().as(client).with("Idempotency-Key", key);
    }

    /** While another request with the caller's key is still running; all at once, since each waits for it. */
    private void meanwhile(Person caller, Supplier<?>... requests) {
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

    private void age(String interval) {
        market.sql()
                .update(
                        "update idempotency_keys set created_at = created_at - ?::interval where key = ?",
                        interval,
                        key);
    }

    private static void expectOneAnswer(List<Answer> answers, int status, int atLeast) {
        List<Answer> good =
                answers.stream().filter(answer -> answer.status() == status).toList();
        assertThat(good).hasSizeGreaterThanOrEqualTo(atLeast);
        assertThat(good).extracting(Answer::body).containsOnly(good.get(0).body());
        assertThat(answers)
                .filteredOn(answer -> answer.status() != status)
                .allSatisfy(answer -> answer.expectProblem(409, "idempotency_in_progress"));
    }
}
