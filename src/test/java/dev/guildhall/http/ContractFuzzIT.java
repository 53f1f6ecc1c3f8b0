package dev.guildhall.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guildhall.support.Answer;
import dev.guildhall.support.ApiClient;
import dev.guildhall.support.Contract;
import dev.guildhall.support.Market;
import dev.guildhall.support.Operation;
import dev.guildhall.support.Person;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.Server;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Sends random requests, valid and invalid. {@link ApiClient} checks that each response and each accepted request matches the
 * contract. This test checks that no response has a status of 500 or more, and that a request which the contract allows is not
 * refused as malformed or invalid.
 */
@Tag("WEB-3")
class ContractFuzzIT {
    @RegisterExtension
    static final Market market = new Market();

    private static final long SEED = Long.getLong("fuzz.seed", 20261123);
    private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 30);
    private static final Pattern SEGMENT = Pattern.compile("\\{[^}]+}");
    private static final List<String> BROKEN =
            List.of("", "{", "[]", "null", "7", "\"a\"", "{\"a\":1,\"a\":2}", "{\"a\":\"\\ud800\"}", "[".repeat(5_000));
    private static final List<String> TAGS =
            List.of("\"1\"", "\"2\"", "\"999\"", "*", "W/\"1\"", "\"a\", \"1\"", "1", "");
    private static final List<String> KEYS = List.of("a", "b", "k".repeat(255), "k".repeat(256), "a b", "");

    /** Refusals that the contract describes in its texts, since no schema can express them. */
    private static final Set<String> DESCRIBED_IN_TEXTS = Set.of(
            "order_self",
            "message_self",
            "idempotency_key_reused",
            "malformed_cursor",
            "malformed_header",
            "sort not_allowed",
            "#/avatar_url invalid_format",
            "#/proof_url invalid_format",
            "min_price too_precise",
            "min_price too_large",
            "max_price too_precise",
            "max_price too_large",
            "#/price too_precise",
            "#/price too_large",
            "#/expected_price too_precise",
            "#/expected_price too_large",
            "#/amount too_precise",
            "#/amount too_large",
            "#/email blank",
            "#/reason required",
            "#/proof_reference required",
            "#/payer_name required",
            "#/amount required",
            "#/proof_reference not_allowed",
            "#/refund_made required",
            "#/refund_made not_allowed",
            "#/refund_amount not_allowed",
            "#/refund_amount too_large",
            "#/refund_amount too_precise",
            "#/full_name too_long",
            "#/title too_long",
            "#/proof_reference too_long",
            "#/payer_name too_long",
            "email required",
            "email not_allowed",
            "#/password not_allowed",
            "#/email invalid_format",
            "#/order_id not_allowed",
            "#/up_to_seq too_large",
            "#/is_active not_allowed",
            "language invalid_format",
            "#/language invalid_format",
            "#/reason not_allowed");

    private static final List<String> ids = new ArrayList<>();
    private static final List<String> victims = new ArrayList<>();
    private static final List<ApiClient> callers = new ArrayList<>();

    @BeforeAll
    static void fillTheMarket() {
        List<PlacedOrder> orders = List.of(
                market.anOrder().placed(),
                market.anOrder().paid(),
                market.anOrder().submitted(),
                market.anOrder().completed());
        for (PlacedOrder order : orders) {
            Map<String, ?> message = Map.of("receiver_id", order.freelancer().id(), "content", "Hello");
            market.api().as(order.client()).post("/messages", message).expect(201);
            String gig = order.read().text("gig_id");
            ids.addAll(List.of(
                    order.id().toString(),
                    gig,
                    order.client().id().toString(),
                    order.freelancer().id().toString()));
            callers.add(market.api().as(order.client()));
            callers.add(market.api().as(order.freelancer()));
        }
        Person victim = market.aUser("Vic Tim");
        victims.add(victim.id().toString());
        ids.add(victim.id().toString());
        callers.add(market.api().as(market.anAdmin()));
        callers.add(market.api().as(market.aUser("Olga Outside")));
    }

    @Test
    void answersRandomRequestsAsInTheContract() {
        Random random = new Random(SEED);
        FuzzValues values = new FuzzValues(random, ids);
        List<String> failures = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            for (Operation operation : Contract.get().operations()) {
                // Internal operations hash passwords, which is slow on purpose.
                if (!operation.isInternal() || round % 5 == 0) {
                    tryOut(failures, operation, values);
                }
            }
        }
        assertThat(failures).as("by seed %s", SEED).isEmpty();
    }

    @Test
    void refusesAlteredCursors() {
        ApiClient admin = market.api().as(market.anAdmin());
        for (String list : List.of("/gigs?limit=1", "/gigs?sort=price&limit=1", "/orders?role=admin&limit=1")) {
            String cursor = admin.get(list).expect(200).text("next_cursor");
            admin.get(list + "&cursor=" + cursor).expect(200);
            for (String altered : alterationsOf(cursor)) {
                admin.get(list + "&cursor=" + encoded(altered))
                        .expectProblem(400, "malformed_cursor")
                        .namingOnly("cursor invalid_format");
            }
        }
    }

    private static List<String> alterationsOf(String cursor) {
        List<String> altered = new ArrayList<>(
                List.of(cursor + "A", cursor + "AAAA", "AAAA" + cursor, cursor + cursor, cursor + "=="));
        for (int i = 0; i < cursor.length(); i++) {
            altered.add(cursor.substring(0, i));
            altered.add(cursor.substring(0, i) + cursor.substring(i + 1));
            altered.add(cursor.substring(0, i) + (char) (cursor.charAt(i) ^ 1) + cursor.substring(i + 1));
            altered.add(cursor.substring(0, i) + (cursor.charAt(i) == 'A' ? 'Q' : 'A') + cursor.substring(i + 1));
        }
        return altered;
    }

    private static void tryOut(List<String> failures, Operation operation, FuzzValues values) {
        try {
            String failure = attempt(operation, values);
            if (failure != null) {
                failures.add(failure);
            }
        } catch (AssertionError e) {
            failures.add(String.valueOf(e.getMessage()));
        }
    }

    private static @Nullable String attempt(Operation operation, FuzzValues values) {
        Contract contract = Contract.get();
        boolean isAllowed = true;
        ApiClient caller = operation.isInternal()
                ? market.api().with("Authorization", "Bearer " + Server.SERVICE_TOKEN)
                : values.any(callers);
        boolean touchesPeople = operation.isInternal() || operation.id().equals("moderateUser");
        String path = SEGMENT.matcher(operation.path())
                .replaceAll(segment -> values.oneIn(8)
                        ? encoded(values.any().asText("x") + "x")
                        : values.any(touchesPeople ? victims : ids));
        isAllowed &= !path.matches(".*x(/.*)?");
        List<String> query = new ArrayList<>();
        for (Operation.Parameter parameter : operation.parameters()) {
            if (parameter.in().equals("query") && (parameter.isRequired() || values.oneIn(3))) {
                JsonNode schema =
                        parameter.schema().has("items") ? parameter.schema().path("items") : parameter.schema();
                JsonNode value = values.forSchema(schema);
                isAllowed &= contract.violations(schema, value).isEmpty()
                        && (!value.isNumber() || value.asText().matches("\\d{1,18}"));
                query.add(parameter.name() + "=" + encoded(value.isValueNode() ? value.asText() : value.toString()));
            } else if (parameter.in().equals("header") && values.oneIn(5)) {
                caller = caller.with(
                        parameter.name(), values.any(parameter.name().startsWith("If-") ? TAGS : KEYS));
            }
        }
        if (values.oneIn(25)) {
            query.add("surprise=" + encoded(values.any().asText()));
            isAllowed = false;
        }
        Object body = null;
        if (operation.body() != null) {
            JsonNode generated = values.body(operation.body());
            isAllowed &= contract.violations(operation.body(), generated).isEmpty();
            body = values.oneIn(20) ? values.any(BROKEN) : generated.toString();
            isAllowed &= body.equals(generated.toString());
        }
        String target = path + (query.isEmpty() ? "" : "?" + String.join("&", query));
        Answer answer = caller.send(operation.method(), target, body);
        if (answer.status() >= 500) {
            return "broken: " + answer;
        }
        boolean isRefused = answer.status() == 400 || answer.status() == 422;
        return isAllowed && isRefused && !isDescribedInText(answer)
                ? "refused though allowed: " + body + " " + answer
                : null;
    }

    private static boolean isDescribedInText(Answer answer) {
        Set<String> reasons = answer.named().stream().collect(Collectors.toSet());
        reasons.add(answer.text("code"));
        return reasons.stream().anyMatch(DESCRIBED_IN_TEXTS::contains);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }
}
