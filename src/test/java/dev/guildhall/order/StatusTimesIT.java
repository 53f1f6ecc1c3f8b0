package dev.guildhall.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Market;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.Stage;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The times from which deadlines are computed do not change with other updates of an order. */
class StatusTimesIT {
    @RegisterExtension
    static final Market market = new Market();

    private static final String TIMES = """
            select o.status_since,
                   (select max(e.created_at) from order_events e
                    where e.order_id = o.id and e.to_status is distinct from e.from_status) as entered,
                   o.payment_confirmed_at,
                   (select e.created_at from order_events e where e.order_id = o.id and e.action = 'confirm-payment') as confirmed
            from orders o where o.id = ?
            """;

    @ParameterizedTest
    @EnumSource
    void areThoseOfTheLastStatusAndOfTheConfirmation(Stage stage) {
        PlacedOrder order = market.anOrder().in(stage);
        market.sql().update("update orders set updated_at = now() where id = ?", order.id());
        Map<String, @Nullable Object> times = market.sql().row(TIMES, order.id());
        assertThat(times.get("status_since"))
                .as("status_since of an order that is %s (%s) and was updated later", stage.status(), stage)
                .isEqualTo(times.get("entered"));
        assertThat(times.get("payment_confirmed_at"))
                .as("payment_confirmed_at of an order that is %s (%s)", stage.status(), stage)
                .isEqualTo(times.get("confirmed"));
    }
}
