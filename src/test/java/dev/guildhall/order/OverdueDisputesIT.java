package dev.guildhall.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Await;
import dev.guildhall.support.Market;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.Server;
import dev.guildhall.support.Stage;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("OPS-26")
class OverdueDisputesIT {
    @RegisterExtension
    static final Market market = new Market();

    @Test
    void areCountedInTheMetricsUntilAnAdminHasDecided() throws IOException {
        PlacedOrder first = market.anOrder().in(Stage.DISPUTED_CONFIRMED);
        PlacedOrder second = market.anOrder().in(Stage.DISPUTED_REFUND_DUE);
        market.anOrder().in(Stage.DISPUTED_UNCONFIRMED);
        expectOverdue(0);
        first.advance(Duration.ofHours(72));
        second.advance(Duration.ofHours(72));
        expectOverdue(2);
        first.by(market.anAdmin(), "resolve", Map.of("outcome", "COMPLETED", "note", "It was done."))
                .expect(200);
        expectOverdue(1);
    }

    /** A node counts when it starts, and then once a minute. */
    private static void expectOverdue(int disputes) throws IOException {
        try (Server node = market.anotherNode()) {
            assertThat(Await.until(Duration.ofSeconds(15), () -> node.metric("disputes_overdue") == disputes))
                    .as(
                            "%s disputes are overdue, but disputes_overdue is %s",
                            disputes, node.metric("disputes_overdue"))
                    .isTrue();
        }
    }
}
