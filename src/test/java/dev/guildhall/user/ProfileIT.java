package dev.guildhall.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Answer;
import dev.guildhall.support.ApiClient;
import dev.guildhall.support.Concurrently;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.PlacedOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileIT {
    @RegisterExtension
    static final Market market = new Market();

    private final Person mira = market.aUser("Mira");

    @Test
    @Tag("API-9")
    void changesOnlyTheVersionThatWasSeen() {
        ApiClient api = market.api().as(mira);
        Answer seen = api.get("/me").expect(200);
        assertThat(seen.header("ETag")).isEqualTo("\"" + seen.text("version") + "\"");
        Answer newer = api.with("If-Match", String.valueOf(seen.header("ETag")))
                .patch("/me", Map.of("payment_instructions", "The new IBAN"))
                .expect(200);
        assertThat(newer.header("ETag")).isEqualTo("\"" + newer.text("version") + "\"");
        api.with("If-Match", String.valueOf(seen.header("ETag")))
                .patch("/me", Map.of("payment_instructions", "The old IBAN", "bio", "Old."))
                .expectProblem(412, "precondition_failed");
        assertThat(api.get("/me").expect(200).text("payment_instructions")).isEqualTo("The new IBAN");
        api.with("If-Match", "*").patch("/me", Map.of("bio", "Mine.")).expect(200);
    }

    @Test
    @Tag("API-9")
    void countsOnlyWhatChanges() {
        ApiClient api = market.api().as(mira);
        String version = api.get("/me").expect(200).text("version");
        assertThat(api.patch("/me", Map.of("full_name", "Mira")).expect(200).text("version"))
                .isEqualTo(version);
        rateMira(5);
        Answer rated =
                api.with("If-None-Match", "\"" + version + "\"").get("/me").expect(200);
        assertThat(rated.text("version")).isEqualTo(version);
        assertThat(rated.text("rating_count"))
                .as("what is not covered by the version")
                .isEqualTo("1");
    }

    @Test
    @Tag("USR-1")
    void showsUsersTheirWholeProfile() {
        Answer me = market.api().as(mira).get("/me").expect(200);
        assertThat(me.json().fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "id",
                        "email",
                        "email_verified",
                        "full_name",
                        "bio",
                        "avatar_url",
                        "payment_instructions",
                        "is_admin",
                        "is_active",
                        "rating_avg",
                        "rating_count",
                        "completed_orders",
                        "overdue_refunds",
                        "unread_total",
                        "version",
                        "created_at",
                        "updated_at");
        assertThat(me.at("email")).isEqualTo(mira.id() + "@example.org");
        assertThat(me.header("Cache-Control")).isEqualTo("private, no-store");
        assertThat(me.at("created_at")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
    }

    @Test
    @Tag("USR-1")
    void changesWhatWasSentAndNothingElse() {
        Answer changed = change(fields(
                        "full_name",
                        " Mira M. ",
                        "bio",
                        "I draw.\nBy hand.",
                        "avatar_url",
                        "HTTPS://example.org/m.png"))
                .expect(200);
        assertThat(changed.at("full_name")).isEqualTo("Mira M.");
        assertThat(changed.at("bio")).isEqualTo("I draw.\nBy hand.");
        assertThat(changed.at("avatar_url")).isEqualTo("https://example.org/m.png");

        Answer cleared = change(fields("bio", null)).expect(200);
        assertThat(cleared.at("bio")).isNull();
        assertThat(cleared.at("full_name")).isEqualTo("Mira M.");
        assertThat(change(Map.of()).expect(200).at("avatar_url")).isEqualTo("https://example.org/m.png");
        assertThat(change(fields("avatar_url", null, "payment_instructions", null))
                        .expect(200)
                        .at("avatar_url"))
                .isNull();
    }

    @Test
    void reportsEveryInvalidField() {
        change(fields(
                        "full_name",
                        null,
                        "bio",
                        "b".repeat(2_001),
                        "avatar_url",
                        "ftp://example.org/m.png",
                        "payment_instructions",
                        7,
                        "is_admin",
                        true))
                .expectProblem(422, "validation_failed")
                .namingOnly(
                        "#/full_name required",
                        "#/bio too_long",
                        "#/avatar_url invalid_format",
                        "#/payment_instructions wrong_type",
                        "#/is_admin unknown_field");
        change("{\"bio\":\"\\u0000\"}").expectProblem(422, "validation_failed").namingOnly("#/bio invalid_character");
        change("{\"full_name\":\"\\ud800\"}")
                .expectProblem(422, "validation_failed")
                .namingOnly("#/full_name invalid_character");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null", "\"bio\"", "{\"bio\":}", "{\"bio\":\"a\",\"bio\":\"b\"}", "{} {}"})
    void refusesABodyThatIsNoObject(String body) {
        change(body).expectProblem(400, "malformed_json");
    }

    @Test
    void keepsBothOfTwoConcurrentChanges() {
        for (int round = 0; round < 20; round++) {
            String value = "round " + round;
            Concurrently.times(2, i -> change(i == 0 ? Map.of("bio", value) : Map.of("full_name", value)))
                    .forEach(answer -> answer.expect(200));
            Answer me = market.api().as(mira).get("/me").expect(200);
            assertThat(me.at("bio")).isEqualTo(value);
            assertThat(me.at("full_name")).isEqualTo(value);
        }
    }

    @Test
    @Tag("USR-2")
    @Tag("USR-5")
    void showsOthersOnlyThePublicProfile() {
        Answer profile = market.api().get("/users/" + mira.id()).expect(200);
        assertThat(profile.json().fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "id",
                        "full_name",
                        "bio",
                        "avatar_url",
                        "rating_avg",
                        "rating_count",
                        "completed_orders",
                        "overdue_refunds",
                        "created_at");
        assertThat(profile.at("full_name")).isEqualTo("Mira");
        assertThat(profile.at("rating_avg")).isNull();
    }

    @Test
    @Tag("USR-2")
    void showsTheRatingWithTwoDecimals() {
        rateMira(5);
        rateMira(5);
        rateMira(4);
        assertThat(market.api().get("/users/" + mira.id()).expect(200).body()).contains("\"rating_avg\":4.67");
    }

    @Test
    @Tag("USR-2")
    void countsCompletedOrdersInEitherRole() {
        PlacedOrder order = market.anOrder().completed();
        market.anOrder()
                .of(market.aGig().by(order.client()).create())
                .from(mira)
                .completed();
        market.anOrder().from(order.client()).submitted();

        assertThat(completedOrders(order.client())).isEqualTo("2");
        assertThat(completedOrders(order.freelancer())).isEqualTo("1");
        assertThat(market.api().as(mira).get("/me").expect(200).at("completed_orders"))
                .isEqualTo("1");
    }

    @Test
    @Tag("MSG-6")
    @Tag("USR-1")
    void countsUnreadMessagesOfAllConversations() {
        Person carl = market.aUser("Carl");
        Person otto = market.aUser("Otto");
        market.api()
                .as(mira)
                .post("/messages", Map.of("receiver_id", otto.id(), "content", "Hello."))
                .expect(201);
        for (Person sender : List.of(carl, carl, otto)) {
            market.api()
                    .as(sender)
                    .post("/messages", Map.of("receiver_id", mira.id(), "content", "Hello."))
                    .expect(201);
        }
        assertThat(unreadTotal()).isEqualTo("3");
        market.api()
                .as(mira)
                .put("/conversations/" + carl.id() + "/read", Map.of("up_to_seq", 2))
                .expect(200);
        assertThat(unreadTotal()).isEqualTo("1");
    }

    @Test
    void refusesUnknownAndMalformedIds() {
        market.api().get("/users/" + UUID.randomUUID()).expectProblem(404, "not_found");
        market.api().get("/users/1-1-1-1-1").expectProblem(400, "malformed_id").namingOnly("id invalid_format");
    }

    private void rateMira(int rating) {
        PlacedOrder order = market.anOrder().of(market.aGig().by(mira).create()).completed();
        market.api()
                .as(order.client())
                .post("/reviews", Map.of("order_id", order.id(), "rating", rating))
                .expect(201);
    }

    private static @Nullable String completedOrders(Person person) {
        return market.api().get("/users/" + person.id()).expect(200).at("completed_orders");
    }

    private @Nullable String unreadTotal() {
        return market.api().as(mira).get("/me").expect(200).at("unread_total");
    }

    private Answer change(Object body) {
        return market.api().as(mira).patch("/me", body);
    }

    private static Map<String, @Nullable Object> fields(@Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> fields = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return fields;
    }
}
