package dev.guildhall.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Answer;
import dev.guildhall.support.ApiClient;
import dev.guildhall.support.Market;
import dev.guildhall.support.PlacedOrder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests to paths, methods and media types that do not exist. */
@Tag("API-14")
class BadPathIT {
    @RegisterExtension
    static final Market market = new Market();

    private PlacedOrder order;
    private ApiClient client;

    @BeforeEach
    void placeOrder() {
        order = market.anOrder().placed();
        client = market.api().as(order.client());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7",
                "null",
                "me",
                "1-1-1-1-1",
                "00000000-0000-0000-0000-00000000000",
                "00000000000000000000000000000000",
                "%7B00000000-0000-0000-0000-000000000000%7D",
                "00000000-0000-0000-0000-00000000000g",
                "%00",
                "%27%20or%201=1--",
                "%F0%9F%98%80",
                "..%2F..%2Fetc",
                "-"
            })
    @Tag("API-3")
    void refusesMalformedIds(String id) {
        client.get("/orders/" + id).expectProblem(400, "malformed_id").namingOnly("id invalid_format");
        client.get("/orders/" + id + "/history").expectProblem(400, "malformed_id");
        client.patch("/orders/" + id + "/approve").expectProblem(400, "malformed_id");
    }

    @Test
    void answersWith404ToAnUnknownId() {
        for (String id :
                new String[] {"00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff"}) {
            client.get("/orders/" + id).expectProblem(404, "not_found");
            client.patch("/orders/" + id + "/approve").expectProblem(404, "not_found");
        }
        client.get("/orders/" + order.id().toString().toUpperCase(Locale.ROOT)).expect(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
                        "application/json; charset=latin1",
                "application/xml", "json", "*/*", ""
            })
    @Tag("API-1")
    void refusesContentTypesOtherThanJson(String type) {
        client.with("Content-Type", type)
                .patch(order.path("cancel"), "{\"reason\":\"Because.\"}")
                .expectProblem(415, "unsupported_media_type");
    }

    @Test
    @Tag("API-1")
    void namesTheAllowedMethodsOfAPath() {
        assertThat(allowOf(client.delete("/orders"))).containsExactlyInAnyOrder("GET", "HEAD", "POST");
        assertThat(allowOf(client.post(order.path(), Map.of()))).containsExactlyInAnyOrder("GET", "HEAD");
        assertThat(allowOf(client.post(order.path("approve"), Map.of()))).containsExactly("PATCH");
        assertThat(allowOf(client.get(order.path("approve")))).containsExactly("PATCH");
        assertThat(allowOf(market.api().post("/order-transitions", Map.of()))).containsExactlyInAnyOrder("GET", "HEAD");
        assertThat(allowOf(client.send("BREW", "/orders", null))).containsExactlyInAnyOrder("GET", "HEAD", "POST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/nothing", "/orders//history", "/Orders", "/orders.json", "/order-transitions/1"})
    @Tag("API-1")
    void refusesUnknownPaths(String path) {
        Answer answer = client.get(path);
        assertThat(answer.status()).as("%s", answer).isIn(400, 404);
        answer.expectProblem(answer.status(), answer.status() == 400 ? "malformed_id" : "not_found");
    }

    @Test
    void refusesUnknownActions() {
        client.patch(order.path("approve/now"), Map.of()).expectProblem(404, "not_found");
        client.patch(order.path("destroy"), Map.of()).expectProblem(404, "not_found");
        client.patch(order.path("place"), Map.of()).expectProblem(404, "not_found");
        client.patch(order.path("auto-approve"), Map.of()).expectProblem(404, "not_found");
    }

    private static List<String> allowOf(Answer answer) {
        answer.expectProblem(405, "method_not_allowed");
        return List.of(String.valueOf(answer.header("Allow")).split(", ", -1));
    }
}
