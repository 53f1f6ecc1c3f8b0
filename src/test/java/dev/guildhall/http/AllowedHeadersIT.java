package dev.guildhall.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Market;
import dev.guildhall.support.Server;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("AUTH-9")
class AllowedHeadersIT {
    private static final String ORIGIN = "https://market.example";

    @RegisterExtension
    static final Market market = new Market();

    @Test
    void passThePreflightOfAnAllowedOrigin() {
        try (Server node = Server.on(
                market.database().address(), Map.of("ALLOWED_ORIGINS", ORIGIN, "ALLOWED_HEADERS", "X-Tenant"))) {
            assertThat(node.api()
                            .with("Origin", ORIGIN)
                            .with("Access-Control-Request-Method", "GET")
                            .send("OPTIONS", "/gigs", null)
                            .expect(204)
                            .header("Access-Control-Allow-Headers"))
                    .contains("traceparent", "X-Tenant");
        }
    }
}
