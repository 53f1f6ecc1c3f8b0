package dev.guildhall.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.guildhall.support.Answer;
import dev.guildhall.support.ApiClient;
import dev.guildhall.support.Market;
import dev.guildhall.support.OldSchema;
import dev.guildhall.support.Person;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.Server;
import dev.guildhall.support.Sql;
import dev.guildhall.support.TestDatabase;
import dev.guildhall.support.TestGig;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Amounts in currencies with and without decimals. The nodes of a test share a database and differ in their currency. */
class MoneyIT {
    @RegisterExtension
    static final Market market = new Market();

    @Test
    @Tag("DATA-2")
    void knowsInSqlAndInJavaTheSameDecimalsOfEveryCurrency() {
        List<String> wrong = new ArrayList<>();
        for (Currency currency : Currency.getAvailableCurrencies()) {
            Object inSql = market.sql()
                    .row("select minor_units(?) as decimals", currency.getCurrencyCode())
                    .get("decimals");
            int digits = currency.getDefaultFractionDigits();
            if (digits < 0 ? inSql != null : !Integer.valueOf(digits).equals(inSql)) {
                wrong.add(currency + ": " + inSql + " in SQL, " + digits + " by ISO 4217");
            }
            if (digits >= 0 && Money.decimals(currency.getCurrencyCode()) != digits) {
                wrong.add(
                        currency + ": " + Money.decimals(currency.getCurrencyCode()) + ", " + digits + " by ISO 4217");
            }
        }
        assertThat(wrong).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "JPY, 4990, 4990",
        "JPY, 1, 1",
        "JPY, 9999999999, 9999999999",
        "KRW, 49e2, 4900",
        "EUR, 49.9, 49.90",
        "EUR, 5, 5.00",
        "KWD, 49.905, 49.905",
        "KWD, 0.001, 0.001",
        "KWD, 49.9, 49.900",
        "KWD, 9999999999.999, 9999999999.999",
        "CLF, 0.0001, 0.0001"
    })
    @Tag("API-6")
    void takesAndSendsTheDecimalsOfTheCurrency(String currency, String sent, String shown) {
        try (Server node = nodeIn(currency)) {
            Person frida = market.aUser("Frida");
            Answer gig = create(node, frida, sent).expect(201);
            assertThat(gig.text("price")).isEqualTo(shown);
            assertThat(gig.text("currency")).isEqualTo(currency);
            assertThat(node.api()
                            .get("/users/" + frida.id() + "/gigs")
                            .expect(200)
                            .text("items.0.price"))
                    .isEqualTo(shown);
            ApiClient client = node.api().as(market.aUser("Carl"));
            Answer order = client.post("/orders", Map.of("gig_id", gig.text("id"), "expected_price", shown))
                    .expect(201);
            assertThat(order.text("amount")).isEqualTo(shown);
            Answer paid = client.patch("/orders/" + order.text("id") + "/submit-payment", proof(sent))
                    .expect(200);
            assertThat(paid.text("payment_proof.amount")).isEqualTo(shown);
            assertThat(paid.text("payment_proof.amount_matches")).isEqualTo("true");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "JPY, 49.90, too_precise, No decimals.",
        "JPY, 49.0, too_precise, No decimals.",
        "JPY, 0.5, too_precise, No decimals.",
        "JPY, 0, too_small, At least 1.",
        "JPY, '\"4,990\"', invalid_format, Not an amount; write it like 4990.",
        "EUR, '\"4.990,00\"', invalid_format, Not an amount; write it like 49.90.",
        "JPY, 10000000000, too_large, At most 9999999999.",
        "KWD, 1.2345, too_precise, At most 3 decimals.",
        "KWD, 1.2340, too_precise, At most 3 decimals.",
        "KWD, 9999999999.9995, too_large, At most 9999999999.999.",
        "EUR, -1, too_small, At least 0.01.",
        "CLF, 1.00001, too_precise, At most 4 decimals."
    })
    @Tag("API-6")
    void refusesWhatIsNoAmountInTheCurrency(String currency, String price, String code, String detail) {
        try (Server node = nodeIn(currency)) {
            Answer refused = create(node, market.aUser("Frida"), price).expectProblem(422, "validation_failed");
            refused.namingOnly("#/price " + code);
            assertThat(refused.text("errors.0.detail")).isEqualTo(detail);
            if (code.equals("too_precise") || code.equals("too_large")) {
                node.api()
                        .get("/gigs?min_price=" + price)
                        .expectProblem(422, "validation_failed")
                        .namingOnly("min_price " + code);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "JPY, 0, ",
        "JPY, 0.0, min_price too_precise",
        "EUR, 0.00, ",
        "EUR, 0.000, min_price too_precise",
        "KWD, 0.000, ",
        "CLF, 0.0000, ",
        "CLF, 0.00000, min_price too_precise"
    })
    @Tag("API-6")
    void takesZeroAsTheLowestPriceInAllDecimalsOfTheCurrency(String currency, String zero, @Nullable String refusal) {
        try (Server node = nodeIn(currency)) {
            Answer answer = node.api().get("/gigs?min_price=" + zero);
            if (refusal == null) {
                answer.expect(200);
            } else {
                answer.expectProblem(422, "validation_failed").namingOnly(refusal);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, too_small, More than 0.",
        "-0.0001, too_small, More than 0.",
        "9999999999.99999, too_large, Less than 10000000000.",
        "10000000000, too_large, Less than 10000000000.",
        "1.00001, too_precise, No currency has so many decimals."
    })
    @Tag("API-6")
    void namesNoBoundsBeforeItKnowsTheCurrency(String price, String code, String detail) {
        PlacedOrder order = market.anOrder().placed();
        Answer refused = market.api()
                .as(order.freelancer())
                .patch("/gigs/" + order.read().text("gig_id"), "{\"price\":" + price + "}")
                .expectProblem(422, "validation_failed")
                .namingOnly("#/price " + code);
        assertThat(refused.text("errors.0.detail")).isEqualTo(detail);
    }

    @ParameterizedTest
    @CsvSource({"min_price", "max_price"})
    @Tag("API-6")
    void namesZeroAsTheLeastLimitOfPrices(String limit) {
        Answer refused = market.api()
                .get("/gigs?" + limit + "=-1")
                .expectProblem(422, "validation_failed")
                .namingOnly(limit + " too_small");
        assertThat(refused.text("errors.0.detail")).isEqualTo("At least 0.");
    }

    @Test
    @Tag("API-6")
    void asksForTheDecimalsOfTheGigAndOfTheOrderWhateverTheNodeIsIn() {
        PlacedOrder order = market.anOrder().placed();
        Person frida = order.freelancer();
        String gig = "/gigs/" + order.read().text("gig_id");
        try (Server japan = nodeIn("JPY");
                Server kuwait = nodeIn("KWD")) {
            ApiClient freelancer = japan.api().as(frida);
            assertThat(freelancer
                            .patch(gig, Map.of("price", "59.90"))
                            .expect(200)
                            .text("price"))
                    .isEqualTo("59.90");
            Answer tooPrecise = kuwait.api()
                    .as(frida)
                    .patch(gig, Map.of("price", "59.905"))
                    .expectProblem(422, "validation_failed")
                    .namingOnly("#/price too_precise");
            assertThat(tooPrecise.text("errors.0.detail")).isEqualTo("At most 2 decimals in USD.");
            ApiClient client = kuwait.api().as(order.client());
            client.patch(order.path("submit-payment"), proof("49.905"))
                    .expectProblem(422, "validation_failed")
                    .namingOnly("#/amount too_precise");
            client.post("/orders", Map.of("gig_id", order.read().text("gig_id"), "expected_price", "59.900"))
                    .expectProblem(422, "validation_failed")
                    .namingOnly("#/expected_price too_precise");
            japan.api()
                    .as(order.client())
                    .patch(order.path("submit-payment"), proof("49.90"))
                    .expect(200);
        }
    }

    @Test
    @Tag("DATA-2")
    void refusesToStartWithAmountsThatDoNotFitUntilTheyAreRoundedAsTheDocsSay() throws IOException {
        try (TestDatabase database = OldSchema.database("19");
                Sql sql = database.sql()) {
            insertAmountsFromBefore(Market.of(sql));
            assertThatThrownBy(() -> Server.on(database).close())
                    .hasMessageContaining("the amounts of 2 gigs, 1 orders and 2 proofs of payment have more decimals")
                    .hasMessageContaining("docs/operations.md");
            for (String statement : roundingOfTheDocs()) {
                sql.update(statement);
            }
            Server.on(database).close();
            assertThat(sql.rows("select price::text as price from gigs order by price"))
                    .extracting(row -> new BigDecimal((String) row.get("price"))
                            .stripTrailingZeros()
                            .toPlainString())
                    .containsExactly("1", "50", "70");
            assertThat(new BigDecimal((String)
                            sql.row("select amount::text as amount from orders").get("amount")))
                    .isEqualByComparingTo("50");
        }
    }

    /** Two gigs, an order and two proofs with decimals in a currency without, and a gig that fits. */
    private static void insertAmountsFromBefore(Market before) {
        Sql sql = before.sql();
        List<String> tables = List.of("orders", "payment_proofs", "payment_proof_attempts");
        sql.update("alter table gigs drop constraint gigs_price_is_amount");
        sql.update("alter table orders drop constraint orders_amount_is_amount");
        tables.forEach(table -> sql.update("alter table " + table + " disable trigger user"));
        TestGig gig = before.aGig().at("49.90").create();
        before.aGig().at("0.40").create();
        before.aGig().at("70.00").create();
        sql.update("update gigs set currency = 'JPY'");
        UUID order = UUID.randomUUID();
        sql.update(
                """
                with placed as (
                  insert into orders (id, gig_id, client_id, freelancer_id, gig_title, amount, currency, delivery_days,
                                      payment_reference)
                  values (?, ?, ?, ?, 'A logo', 49.90, 'JPY', 5, 'GH-00000000') returning id, client_id
                )
                insert into order_events (order_id, n, action, to_status, actor_id, actor_role)
                select id, 1, 'place', 'PENDING_PAYMENT', client_id, 'client' from placed
                """,
                order,
                gig.id(),
                before.aUser("Carl").id(),
                gig.freelancer().id());
        sql.update("""
                insert into payment_proofs (id, order_id, freelancer_id, proof_reference, reference_key, payer_name, amount)
                values (?, ?, ?, 'TRX 2', 'trx2', 'Carl', 49.90)
                """, UUID.randomUUID(), order, gig.freelancer().id());
        sql.update("""
                insert into payment_proof_attempts (id, order_id, proof_reference, payer_name, amount, submitted_at, outcome)
                values (?, ?, 'TRX 1', 'Carl', 49.90, now(), 'rejected')
                """, UUID.randomUUID(), order);
        tables.forEach(table -> sql.update("alter table " + table + " enable trigger user"));
        sql.update("alter table gigs add constraint gigs_price_is_amount check (is_amount(price, currency)) not valid");
        sql.update(
                "alter table orders add constraint orders_amount_is_amount check (is_amount(amount, currency)) not valid");
    }

    private static List<String> roundingOfTheDocs() throws IOException {
        String page = Files.readString(Path.of("docs", "operations.md"));
        String section = page.substring(page.indexOf("## Amounts that do not fit their currency"));
        int begin = section.indexOf("begin;") + "begin;".length();
        return Stream.of(section.substring(begin, section.indexOf("commit;")).split(";", -1))
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toList();
    }

    private static Server nodeIn(String currency) {
        return Server.on(market.database().address(), Map.of("CURRENCY", currency));
    }

    private static Answer create(Server node, Person freelancer, String price) {
        return node.api()
                .as(freelancer)
                .post(
                        "/gigs",
                        "{\"title\":\"A logo\",\"description\":\"Drawn.\",\"delivery_days\":3,\"price\":" + price
                                + "}");
    }

    private static Map<String, String> proof(String amount) {
        return Map.of(
                "proof_reference",
                "TRX " + UUID.randomUUID(),
                "payer_name",
                "Carl Client",
                "amount",
                new BigDecimal(amount).toPlainString());
    }
}
