package dev.guildhall.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Market;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.Sql;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A move writes no index of the table of orders: PostgreSQL calls such updates heap-only tuples (HOT). */
@Tag("DATA-14")
class HotMovesIT {
    @RegisterExtension
    static final Market market = new Market();

    @Test
    void noIndexNamesAColumnThatAMoveChanges() {
        PlacedOrder order = market.anOrder().placed();
        Map<String, @Nullable Object> before = row(order);
        order.byClient("submit-payment", PlacedOrder.aProof()).expect(200);
        order.byFreelancer("confirm-payment", Map.of()).expect(200);
        order.byFreelancer("cancel", Map.of("reason", "I am ill.")).expect(200);
        Map<String, @Nullable Object> after = row(order);
        List<String> changed = after.keySet().stream()
                .filter(column -> !String.valueOf(before.get(column)).equals(String.valueOf(after.get(column))))
                .toList();
        assertThat(changed)
                .as("columns that moves change")
                .contains("status", "payment_status", "version", "refund_by");
        assertThat(market.sql().rows("select indexname, indexdef from pg_indexes where tablename = 'orders'"))
                .as("indexes that name one of %s", changed)
                .noneMatch(index -> changed.stream()
                        .anyMatch(
                                column -> String.valueOf(index.get("indexdef")).matches(".*\\b" + column + "\\b.*")));
    }

    @Test
    void movesWriteNoIndexOfOrders() {
        PlacedOrder order = market.anOrder().confirmed();
        try (Sql sql = market.database().sql()) {
            sql.begin();
            sql.update("""
                    with moved as (update orders set status = 'IN_PROGRESS' where id = ? returning id, event_count, status)
                    insert into order_events (order_id, n, action, from_status, to_status, actor_id, actor_role)
                    select id, event_count, 'start', 'PAYMENT_CONFIRMED', status, ?, 'freelancer' from moved
                    """, order.id(), order.freelancer().id());
            assertThat(sql.row("""
                            select pg_stat_get_xact_tuples_updated('orders'::regclass) as updated,
                                   pg_stat_get_xact_tuples_hot_updated('orders'::regclass) as without_index
                            """))
                    .as("versions of orders that a move has written")
                    .containsEntry("updated", 1L)
                    .containsEntry("without_index", 1L);
            sql.rollback();
        }
    }

    private static Map<String, @Nullable Object> row(PlacedOrder order) {
        return market.sql().row("""
                select id, gig_id, client_id, freelancer_id, status, payment_status, amount, payment_reference, status_since,
                       payment_confirmed_at, event_count, version, created_at, updated_at, refund_amount, deliver_by, refund_by,
                       previous_payment_status from orders where id = ?
                """, order.id());
    }
}
