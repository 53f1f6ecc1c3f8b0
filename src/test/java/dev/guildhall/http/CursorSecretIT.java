package dev.guildhall.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Answer;
import dev.guildhall.support.Market;
import dev.guildhall.support.Server;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CursorSecretIT {
    @RegisterExtension
    static final Market market = new Market();

    @Test
    @Tag("API-24")
    void cursorsStayValidOnANodeWithAnotherJwtSecret() {
        market.aGig().create();
        market.aGig().create();
        Answer first = market.api().get("/gigs?limit=1").expect(200);

        try (Server changed = Server.on(
                market.database().address(), Map.of("JWT_SECRET", "another secret, which no token was signed with"))) {
            Answer second = changed.api()
                    .get("/gigs?limit=1&cursor=" + first.text("next_cursor"))
                    .expect(200);
            assertThat(second.items()).hasSize(1).doesNotContainAnyElementsOf(first.items());
        }
    }
}
