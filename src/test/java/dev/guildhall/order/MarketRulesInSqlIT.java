package dev.guildhall.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Market;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.Stage;
import java.math.BigDecimal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The constraints of the database on gigs, reviews and users. */
class MarketRulesInSqlIT {
    private static final String CHECK = "23514";
    private static final String UNIQUE = "23505";
    private static final String FOREIGN_KEY = "23503";
    private static final String NOT_NULL = "23502";

    private static final String INSERT_REVIEW =
            "insert into reviews (id, order_id, reviewer_id, reviewee_id, rating) values (gen_random_uuid(), ?, ?, ?, ?)";
    private static final String INSERT_GIG = """
            insert into gigs (id, freelancer_id, title, description, price, currency, delivery_days)
            values (gen_random_uuid(), ?, ?, ?, ?, ?, ?)
            """;

    @RegisterExtension
    static final Market market = new Market();

    @Test
    @Tag("DATA-8")
    void acceptsOneReviewOfACompletedOrderByEachParty() {
        PlacedOrder order = market.anOrder().completed();
        UUID client = order.client().id();
        UUID freelancer = order.freelancer().id();
        UUID outsider = market.aUser("Otto Outsider").id();
        expectRefusal(CHECK, INSERT_REVIEW, order.id(), client, freelancer, 0);
        expectRefusal(CHECK, INSERT_REVIEW, order.id(), client, freelancer, 6);
        expectRefusal(CHECK, INSERT_REVIEW, order.id(), client, freelancer, -1);
        expectRefusal(CHECK, INSERT_REVIEW, order.id(), outsider, freelancer, 5);
        expectRefusal(CHECK, INSERT_REVIEW, order.id(), client, outsider, 5);
        expectRefusal(CHECK, INSERT_REVIEW, order.id(), client, client, 5);
        market.sql().update(INSERT_REVIEW, order.id(), client, freelancer, 5);
        market.sql().update(INSERT_REVIEW, order.id(), freelancer, client, 1);
        expectRefusal(UNIQUE, INSERT_REVIEW, order.id(), client, freelancer, 4);
        expectRefusal(CHECK, "update reviews set reviewee_id = ? where reviewer_id = ?", outsider, client);
        assertThat(order.read().at("freelancer.rating_avg")).isEqualTo("5.00");
        assertThat(order.read().at("client.rating_count")).isEqualTo("1");
        assertThat(order.read().at("can_review")).isEqualTo("false");
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"COMPLETED", "AUTO_APPROVED"})
    void refusesReviewsOfOrdersThatAreNotCompleted(Stage stage) {
        PlacedOrder order = market.anOrder().in(stage);
        expectRefusal(
                CHECK,
                INSERT_REVIEW,
                order.id(),
                order.client().id(),
                order.freelancer().id(),
                5);
    }

    @ParameterizedTest
    @CsvSource({
        "A logo, 0, USD, 5, 23514",
        "A logo, -1, USD, 5, 23514",
        "A logo, 10000000000, USD, 5, 23514",
        "A logo, 9999999999.999, USD, 5, 23514",
        "A logo, 0.5, JPY, 5, 23514",
        "A logo, 0.0001, KWD, 5, 23514",
        "A logo, 1, XAU, 5, 23514",
        "A logo, 1, usd, 5, 23514",
        "A logo, 1, USD, 0, 23514",
        "A logo, 1, USD, 366, 23514",
        "'', 1, USD, 5, 23514",
        ", 1, USD, 5, 23502",
        "A logo, , USD, 5, 23502"
    })
    @Tag("DATA-2")
    @Tag("DATA-8")
    void refusesGigsWithInvalidValues(
            @Nullable String title, @Nullable BigDecimal price, String currency, int days, String state) {
        UUID freelancer = market.aUser("Frida Freelancer").id();
        expectRefusal(state, INSERT_GIG, freelancer, title, "Drawn by hand.", price, currency, days);
    }

    @Test
    @Tag("DATA-8")
    void refusesGigsWithTooLongTextsOrAnUnknownFreelancer() {
        UUID freelancer = market.aUser("Frida Freelancer").id();
        expectRefusal(CHECK, INSERT_GIG, freelancer, "x".repeat(121), "Drawn.", BigDecimal.ONE, "USD", 5);
        expectRefusal(CHECK, INSERT_GIG, freelancer, "A logo", "x".repeat(10_001), BigDecimal.ONE, "USD", 5);
        expectRefusal(FOREIGN_KEY, INSERT_GIG, UUID.randomUUID(), "A logo", "Drawn.", BigDecimal.ONE, "USD", 5);
    }

    @Test
    @Tag("DATA-3")
    void ignoresTheCaseOfAnEmail() {
        String insert = "insert into users (id, email, full_name) values (gen_random_uuid(), ?, ?)";
        String keyed = "insert into users (id, email, email_key, full_name) values (gen_random_uuid(), ?, ?, 'Gerda')";
        market.sql().update(keyed, "Gerda@Example.org", "gerda@example.org");
        expectRefusal(UNIQUE, keyed, "Gerda@Example.org", "gerda@example.org");
        expectRefusal(UNIQUE, keyed, "gerda@example.ORG", "gerda@example.org");
        expectRefusal(CHECK, keyed, "gerda@example.com", "gerda@example.net");
        expectRefusal(CHECK, insert, "no email", "Gerda");
        expectRefusal(NOT_NULL, insert, null, "Gerda");
        expectRefusal(CHECK, insert, "gerda2@example.org", "");
        expectRefusal(NOT_NULL, insert, "gerda2@example.org", null);
        expectRefusal(CHECK, insert, "gerda2@example.org", "x".repeat(121));
    }

    private static void expectRefusal(String state, String sql, @Nullable Object... parameters) {
        market.sql().expectRefusal(state, sql, parameters);
    }
}
