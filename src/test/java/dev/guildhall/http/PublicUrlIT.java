package dev.guildhall.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Answer;
import dev.guildhall.support.ApiClient;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.Server;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("API-18")
class PublicUrlIT {
    private static final String PUBLIC = "https://market.example/api";

    @RegisterExtension
    static final Market market = new Market();

    @Test
    void isThePrefixOfEveryLocationAlsoInRepeatedResponses() {
        Person mira = market.aUser("Mira");
        Map<String, ?> offer =
                Map.of("title", "A logo", "description", "Drawn by hand.", "price", "49.90", "delivery_days", 3);
        String key = UUID.randomUUID().toString();
        try (Server node = Server.on(market.database().address(), Map.of("PUBLIC_URL", PUBLIC + "/"))) {
            ApiClient once = node.api().as(mira).with("Idempotency-Key", key);
            Answer made = once.post("/gigs", offer).expect(201);
            String path = "/gigs/" + made.text("id");
            assertThat(made.header("Location")).isEqualTo(PUBLIC + path);
            assertThat(once.post("/gigs", offer).expect(201).header("Location")).isEqualTo(PUBLIC + path);
            // Another node has no PUBLIC_URL, so it returns only the path.
            assertThat(market.api()
                            .as(mira)
                            .with("Idempotency-Key", key)
                            .post("/gigs", offer)
                            .expect(201)
                            .header("Location"))
                    .isEqualTo(path);
        }
    }
}
