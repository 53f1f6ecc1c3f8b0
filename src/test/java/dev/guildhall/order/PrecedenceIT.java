package dev.guildhall.order;

import dev.guildhall.support.ApiClient;
import dev.guildhall.support.Market;
import dev.guildhall.support.PlacedOrder;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A request with several errors gets the first one in this order: 401, 413, 415, 400, 422, 404, 403, 412, 409. */
@Tag("API-5")
class PrecedenceIT {
    private static final String BROKEN = "{";
    private static final String INVALID = "{\"reason\":1}";
    private static final String GOOD = "{\"reason\":\"Because.\"}";
    private static final String OLD = "\"77\"";

    @RegisterExtension
    static final Market market = new Market();

    @Test
    void authenticatesTheCallerBeforeReadingTheRequest() {
        String path = "/orders/no-id/cancel";
        market.api().with("Content-Type", "text/plain").patch(path, BROKEN).expectProblem(401, "auth_missing");
        market.api().patch(path, "x".repeat(1_000_000)).expectProblem(401, "auth_missing");
    }

    @Test
    void validatesTheRequestBeforeReadingTheOrder() {
        ApiClient outsider = market.api().as(market.aUser("Otto Outsider"));
        String path = market.anOrder().placed().path("cancel");
        outsider.with("Content-Type", "text/plain").patch(path, BROKEN).expectProblem(415, "unsupported_media_type");
        outsider.patch(path, BROKEN).expectProblem(400, "malformed_json");
        outsider.patch("/orders/no-id/cancel", INVALID).expectProblem(400, "malformed_id");
        outsider.patch(path, INVALID).expectProblem(422, "validation_failed");
        outsider.patch(path, GOOD).expectProblem(404, "not_found");
    }

    @Test
    void checksTheIdThenTheRoleThenTheVersionThenTheState() {
        PlacedOrder completed = market.anOrder().completed();
        ApiClient admin = market.api().as(market.anAdmin()).with("If-Match", OLD);
        ApiClient client = market.api().as(completed.client()).with("If-Match", OLD);
        admin.patch("/orders/" + UUID.randomUUID() + "/cancel", GOOD).expectProblem(404, "not_found");
        admin.patch(completed.path("cancel"), GOOD).expectProblem(403, "forbidden_role");
        client.patch(completed.path("cancel"), GOOD).expectProblem(412, "precondition_failed");
        client.without("If-Match").patch(completed.path("cancel"), GOOD).expectProblem(409, "order_invalid_transition");
    }

    @Test
    void validatesTheHeadersBeforeReadingTheOrder() {
        market.api()
                .as(market.aUser("Otto Outsider"))
                .with("If-Match", "no tag")
                .patch(market.anOrder().placed().path("cancel"), GOOD)
                .expectProblem(400, "malformed_header");
    }
}
