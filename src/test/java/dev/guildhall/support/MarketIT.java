package dev.guildhall.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MarketIT {
    @RegisterExtension
    static final Market market = new Market();

    @ParameterizedTest
    @EnumSource
    void movesAnOrderToEveryStage(Stage stage) {
        Answer order = market.anOrder().in(stage).read();
        assertThat(order.at("status")).isEqualTo(stage.status());
        assertThat(order.at("payment_status")).isEqualTo(stage.paymentStatus());
    }

    @Test
    void hasAStageForEveryPairOfStatusesThatTheDatabaseAllows() {
        for (var pair : market.sql().rows("""
                select to_status, to_payment_status from order_transitions
                union select 'PENDING_PAYMENT', 'PENDING'
                """)) {
            assertThat(Stage.values())
                    .anyMatch(stage -> stage.status().equals(pair.get("to_status"))
                            && stage.paymentStatus().equals(pair.get("to_payment_status")));
        }
    }

    @Test
    void runsSeveralNodesOnOneDatabase() {
        PlacedOrder order = market.anOrder().placed();
        try (Server second = market.anotherNode()) {
            second.api().as(order.client()).get(order.path()).expect(200);
            second.api()
                    .byCookie(order.client())
                    .patch(order.path("cancel"), Map.of("reason", "Why not."))
                    .expect(200);
        }
        assertThat(order.read().at("status")).isEqualTo("CANCELLED");
    }
}
