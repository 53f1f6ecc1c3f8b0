package dev.guildhall.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Answer;
import dev.guildhall.support.ApiClient;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.PlacedOrder;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Repeats requests with an Idempotency-Key whose first response was too long to be stored. */
@Tag("API-12")
class LongResponsesIT {
    @RegisterExtension
    static final Market market = new Market();

    private static final int MAX_STORED_BYTES = 16 * 1024;

    private final String key = UUID.randomUUID().toString();
    private final Person anna = userWithLongTexts("Anna");
    private final Person bert = userWithLongTexts("Bert");

    @Test
    void showAGigAsItIsNow() {
        Answer made = market.api().as(anna).with("Idempotency-Key", key).post("/gigs", aGig());
        String path = made.expect(201).text("id");
        expectRetry(anna, made, () -> keyed(anna).post("/gigs", aGig()));
        market.api()
                .as(anna)
                .patch("/gigs/" + path, Map.of("description", "Short."))
                .expect(200);
        Answer again = keyed(anna).post("/gigs", aGig()).expect(201);
        assertThat(again.at("description")).isEqualTo("Short.");
        assertThat(again.header("ETag")).isEqualTo(made.header("ETag")).isEqualTo("\"1\"");
        assertThat(again.at("version")).isEqualTo("2");
    }

    @Test
    void showAChangedGig() {
        String path = "/gigs/" + market.aGig().by(anna).create().id();
        sendTwice(
                anna,
                () -> keyed(anna)
                        .patch(path, Map.of("description", "😀".repeat(10_000)))
                        .expect(200));
    }

    @Test
    void refuseAGigThatWasDeleted() {
        String id = keyed(anna).post("/gigs", aGig()).expect(201).text("id");
        market.api().as(anna).delete("/gigs/" + id).expect(204);
        keyed(anna).post("/gigs", aGig()).expectProblem(404, "not_found");
    }

    @Test
    void showAnOrderAsItIsNow() {
        UUID gig = market.aGig().by(anna).create().id();
        Answer placed = sendTwice(
                bert, () -> keyed(bert).post("/orders", Map.of("gig_id", gig)).expect(201));
        String path = "/orders/" + placed.text("id");
        market.api().as(bert).patch(path + "/cancel", Map.of("reason", "No.")).expect(200);
        assertThat(keyed(bert)
                        .post("/orders", Map.of("gig_id", gig))
                        .expect(201)
                        .at("status"))
                .isEqualTo("CANCELLED");
    }

    @Test
    void showAnOrderThatWasMoved() {
        PlacedOrder order = anOrder().placed();
        sendTwice(
                bert,
                () -> keyed(bert)
                        .patch(order.path("cancel"), Map.of("reason", "😀".repeat(2_000)))
                        .expect(200));
    }

    @Test
    void showAReview() {
        PlacedOrder order = anOrder().completed();
        Map<String, ?> review = Map.of("order_id", order.id(), "rating", 5, "comment", "a" + "\u0001".repeat(1_999));
        sendTwice(bert, () -> keyed(bert).post("/reviews", review).expect(201));
    }

    @Test
    void showAMessage() {
        Map<String, ?> message = Map.of("receiver_id", bert.id(), "content", "a" + "\u0001".repeat(3_999));
        sendTwice(anna, () -> keyed(anna).post("/messages", message).expect(201));
        assertThat(market.sql().count("select from messages where sender_id = ?", anna.id()))
                .isEqualTo(1);
    }

    @Test
    void showOnesOwnProfile() {
        sendTwice(
                anna,
                () -> keyed(anna).patch("/me", Map.of("full_name", "Another")).expect(200));
    }

    @Test
    void showAProfileToTheAdminWhoDeactivatedIt() {
        Person admin = market.anAdmin();
        Map<String, ?> change = Map.of("is_active", false, "reason", "Spam.");
        Answer first = sendTwice(
                admin, () -> keyed(admin).patch("/users/" + anna.id(), change).expect(200));
        assertThat(first.at("is_active")).isEqualTo("false");
    }

    @Test
    void areReadFromStoredBodiesOfEarlierVersions() {
        Answer first = keyed(anna).post("/gigs", aGig()).expect(201);
        market.sql().update("update idempotency_keys set body = ? where key = ?", first.body(), key);
        market.sql().update("update gigs set description = 'Short.' where id = ?::uuid", first.text("id"));
        assertThat(keyed(anna).post("/gigs", aGig()).expect(201).body()).isEqualTo(first.body());
    }

    /** Sends a request twice and returns the first response. */
    private Answer sendTwice(Person caller, Supplier<Answer> request) {
        Answer first = request.get();
        expectRetry(caller, first, request);
        return first;
    }

    private void expectRetry(Person caller, Answer first, Supplier<Answer> request) {
        assertThat(first.body().getBytes(UTF_8)).hasSizeGreaterThan(MAX_STORED_BYTES);
        assertThat(market.sql()
                        .row("select body from idempotency_keys where caller_id = ? and key = ?", caller.id(), key))
                .containsEntry("body", first.text("id"));
        Answer again = request.get();
        assertThat(again.status()).isEqualTo(first.status());
        assertThat(again.json()).isEqualTo(first.json());
        for (String header : new String[] {"Location", "ETag", "Content-Type", "Cache-Control"}) {
            assertThat(again.header(header)).as(header).isEqualTo(first.header(header));
        }
    }

    private ApiClient keyed(Person caller) {
        return market.api().as(caller).with("Idempotency-Key", key);
    }

    private dev.guildhall.support.OrderFixture anOrder() {
        return market.anOrder().of(market.aGig().by(anna).create()).from(bert);
    }

    private static Map<String, ?> aGig() {
        return Map.of("title", "A logo", "description", "😀".repeat(10_000), "price", "49.90", "delivery_days", 3);
    }

    /** A user nearly all of whose texts have the maximum length. */
    private static Person userWithLongTexts(String name) {
        Person person = market.aUser(name);
        market.sql().update("""
                        update users set bio = repeat(chr(1), 2000), payment_instructions = repeat('😀', 2000),
                          avatar_url = 'https://a/' || repeat('😀', 1990)
                        where id = ?
                        """, person.id());
        return person;
    }
}
