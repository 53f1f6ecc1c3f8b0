package dev.guildhall.order;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Answer;
import dev.guildhall.support.ApiClient;
import dev.guildhall.support.Market;
import dev.guildhall.support.PlacedOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Invalid input is refused with a problem that names the error, and nothing is written. */
@Tag("API-14")
class BadInputIT {
    @RegisterExtension
    static final Market market = new Market();

    private PlacedOrder order;
    private ApiClient client;
    private List<Map<String, @Nullable Object>> written;

    @BeforeEach
    void placeOrder() {
        order = market.anOrder().placed();
        client = market.api().as(order.client());
        written = writtenRows();
    }

    @AfterEach
    void expectNothingWritten() {
        assertThat(writtenRows()).isEqualTo(written);
    }

    @Test
    @Tag("API-2")
    void namesEveryInvalidField() {
        client.patch(
                        order.path("submit-payment"),
                        "{\"payer_name\":7,\"amount\":\"-1\",\"proof_url\":\"ftp://x\",\"tip\":1}")
                .expectProblem(422, "validation_failed")
                .namingOnly(
                        "#/proof_reference required",
                        "#/payer_name wrong_type",
                        "#/amount too_small",
                        "#/proof_url invalid_format",
                        "#/tip unknown_field");
        client.patch(order.path("submit-payment"))
                .expectProblem(422, "validation_failed")
                .namingOnly("#/proof_reference required", "#/payer_name required", "#/amount required");
        client.patch(order.path("resolve"), Map.of("outcome", "WON", "payment_made", "yes", "note", " "))
                .expectProblem(422, "validation_failed")
                .namingOnly("#/outcome not_allowed", "#/payment_made wrong_type", "#/note blank");
        client.post("/orders", "{\"gig_id\":\"7\",\"expected_price\":true,\"status\":\"COMPLETED\",\"client_id\":null}")
                .expectProblem(422, "validation_failed")
                .namingOnly(
                        "#/gig_id invalid_format",
                        "#/expected_price wrong_type",
                        "#/status unknown_field",
                        "#/client_id unknown_field");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "withdraw-payment",
                "confirm-payment",
                "start",
                "approve",
                "confirm-refund",
                "submit-work",
                "revision"
            })
    @Tag("API-4")
    void refusesUnknownFieldsOfAnAction(String action) {
        client.patch(order.path(action), Map.of("status", "COMPLETED", "a/b~c", 1))
                .expectProblem(422, "validation_failed")
                .namingOnly("#/status unknown_field", "#/a~1b~0c unknown_field");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cancel", "dispute", "reject-payment"})
    void requiresAReasonThatIsNotBlank(String action) {
        for (String reason : new String[] {"null", "\"\"", "\" \\t\\n\""}) {
            client.patch(order.path(action), "{\"reason\":" + reason + "}")
                    .expectProblem(422, "validation_failed")
                    .naming("#/reason", reason.equals("null") ? "required" : "blank");
        }
        client.patch(order.path(action), Map.of("reason", List.of("a")))
                .expectProblem(422, "validation_failed")
                .naming("#/reason", "wrong_type");
        client.patch(order.path(action), Map.of("reason", "x".repeat(2_001)))
                .expectProblem(422, "validation_failed")
                .naming("#/reason", "too_long");
    }

    @ParameterizedTest
    @CsvSource({
        "0, too_small",
        "0.00, too_small",
        "-0.01, too_small",
        "-1e5, too_small",
        "0.001, too_precise",
        "49.901, too_precise",
        "4990e-3, too_precise",
        "49.900, too_precise",
        "'\"49.900\"', too_precise",
        "10000000000, too_large",
        "9999999999.991, too_large",
        "1e999999999, too_large",
        "1e-999999999, too_precise",
        "99999999999999999999999999999999999999, too_large",
        "'\"0\"', too_small",
        "'\"-49.90\"', too_small",
        "'\"49.901\"', too_precise",
        "'\"10000000000.00\"', too_large",
        "'\"1e3\"', invalid_format",
        "'\"1,5\"', invalid_format",
        "'\"49.90 USD\"', invalid_format",
        "'\"\"', invalid_format",
        "'\" 49.90\"', invalid_format",
        "'\"٤٩\"', invalid_format",
        "'\"NaN\"', invalid_format",
        "'\"0x10\"', invalid_format",
        "true, wrong_type",
        "[49.90], wrong_type",
        "{}, wrong_type",
        "null, required"
    })
    @Tag("API-6")
    void refusesInvalidMoney(String amount, String code) {
        client.patch(
                        order.path("submit-payment"),
                        "{\"proof_reference\":\"r\",\"payer_name\":\"p\",\"amount\":" + amount + "}")
                .expectProblem(422, "validation_failed")
                .namingOnly("#/amount " + code);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "nul",
                "[]",
                "\"text\"",
                "7",
                "null",
                "{\"a\":1}{",
                "{\"a\":1} x",
                "{'a':1}",
                "{a:1}",
                "{\"a\":01}",
                "{\"a\":NaN}",
                "{\"a\":1,}",
                "/* */{}",
                "{\"a\":\"\t\"}",
                "\uFEFF{\"a\":",
                "{\"a\":\"\\x\"}"
            })
    @Tag("API-3")
    void refusesABodyThatIsNotOneJsonObject(String body) {
        client.patch(order.path("cancel"), body).expectProblem(400, "malformed_json");
        client.post("/orders", body).expectProblem(400, "malformed_json");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"reason":"a","reason":"b"} | Duplicate field 'reason' (line 1, column 23)
            {"reason":"a"               | Unexpected end-of-input: expected close marker for Object (line 1, column 14)
            {"reason":"a"}{}            | Trailing token (line 1, column 15)
            """)
    void saysWhatIsWrongWithJsonAndWhere(String body, String explanation) {
        Answer answer = client.patch(order.path("cancel"), body);
        answer.expectProblem(400, "malformed_json");
        assertThat(answer.at("detail")).isEqualTo("The body is not valid JSON: " + explanation);
    }

    @Test
    void refusesTooLongNumbersAndTooDeepNesting() {
        client.patch(order.path("cancel"), "{\"reason\":" + "[".repeat(100_000)).expectProblem(400, "malformed_json");
        client.patch(order.path("cancel"), "[".repeat(50) + "]".repeat(50)).expectProblem(400, "malformed_json");
        client.patch(order.path("cancel"), "{\"a\":".repeat(20_000) + "1" + "}".repeat(20_000))
                .expectProblem(400, "malformed_json");
        client.patch(order.path("submit-payment"), "{\"amount\":" + "9".repeat(100_000) + "}")
                .expectProblem(400, "malformed_json");
    }

    @Test
    void refusesABodyThatIsNotUtf8() {
        for (byte[] bad : new byte[][] {
            {(byte) 0xff}, {(byte) 0xc3, 0x28}, {(byte) 0xed, (byte) 0xa0, (byte) 0x80}, {(byte) 0xc0, (byte) 0xaf}
        }) {
            String body = "{\"reason\":\"" + new String(bad, ISO_8859_1) + "\"}";
            client.patch(order.path("cancel"), body.getBytes(ISO_8859_1)).expectProblem(400, "malformed_json");
        }
        client.patch(order.path("cancel"), "{\"reason\":\"Because.\"}".getBytes(UTF_16))
                .expectProblem(400, "malformed_json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\\u0000b", "\\ud800", "\\udc00\\ud800", "x\\ud83d", "\\udfff tail"})
    void refusesTextThatCannotBeStored(String text) {
        client.patch(order.path("cancel"), "{\"reason\":\"" + text + "\"}")
                .expectProblem(422, "validation_failed")
                .namingOnly("#/reason invalid_character");
        client.patch(
                        order.path("submit-payment"),
                        "{\"proof_reference\":\"" + text + "\",\"payer_name\":\"p\",\"amount\":1}")
                .expectProblem(422, "validation_failed")
                .namingOnly("#/proof_reference invalid_character");
    }

    @Test
    void refusesInvalidFieldNames() {
        Answer answer = client.patch(order.path("cancel"), "{\"reason\":\"r\",\"\\ud800\":1}");
        assertThat(answer.status()).as("%s", answer).isIn(400, 422);
        answer = client.patch(order.path("cancel"), "{\"reason\":\"r\",\"" + "x".repeat(40_000) + "\":1}");
        assertThat(answer.expectProblem(422, "validation_failed").body()).hasSizeLessThan(1_000);
    }

    @Test
    void storesUnusualTextUnchanged() {
        String text = "Ünïcödé 🎨 \u202E'; drop table orders; -- #{order} $1 <script> \\ \u0001";
        Map<String, Object> proof = new HashMap<>(PlacedOrder.aProof("'; drop table orders; --"));
        // Without the mark that changes the direction of text, which no single line may have.
        proof.put("payer_name", text.replace("\u202E", "").substring(0, 40));
        PlacedOrder otherOrder = market.anOrder().placed();
        otherOrder.byClient("submit-payment", proof).expect(200);
        Answer rejected = otherOrder
                .byFreelancer("reject-payment", Map.of("reason", text))
                .expect(200);
        assertThat(rejected.at("last_event.note")).isEqualTo(text);
        written = writtenRows();
    }

    private static List<Map<String, @Nullable Object>> writtenRows() {
        return market.sql().rows("""
                select (select jsonb_agg(o order by id)::text from orders o) as orders,
                       (select count(*) from order_events) as events,
                       (select count(*) from payment_proofs) as proofs,
                       (select count(*) from idempotency_keys) as keys
                """);
    }
}
