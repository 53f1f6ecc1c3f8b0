package dev.guildhall.support;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Lets time pass for orders without waiting: moves their deadlines back. */
public final class MarketClock {
    private static final List<String> TABLES = List.of("orders", "order_deadlines", "order_proposals");

    private final Sql database;

    MarketClock(Sql database) {
        this.database = database;
    }

    /** @param orders none: for all */
    public void advance(Duration time, UUID... orders) {
        inTransaction(sql -> moveBack(sql, time, orders));
    }

    /** Lets so much time pass for one order, and then makes a move of the system at once, before a node can. */
    public void advanceAndMove(Duration time, UUID order, String action, String status, String paymentStatus) {
        inTransaction(sql -> {
            moveBack(sql, time, order);
            sql.update("""
                with moved as (
                  update orders o set status = ?, payment_status = ? from (select status, id from orders) old
                  where o.id = ? and old.id = o.id returning o.id, o.event_count, o.status, old.status as from_status)
                insert into order_events (order_id, n, action, from_status, to_status, actor_role)
                select id, event_count, ?, from_status, status, 'system' from moved
                """, status, paymentStatus, order, action);
        });
    }

    /** On a connection of its own, since tests may use the other at the same time. */
    private void inTransaction(Consumer<Sql> changes) {
        try (Sql sql = database.another()) {
            sql.begin();
            changes.accept(sql);
            sql.commit();
        }
    }

    private static void moveBack(Sql sql, Duration time, UUID... orders) {
        double seconds = time.toNanos() / 1e9;
        @Nullable
        String all = orders.length == 0
                ? null
                : Stream.of(orders).map(UUID::toString).collect(Collectors.joining(",", "{", "}"));
        // Waits for all who have locked an order: a proposal does that long before it writes to it.
        sql.update("lock table orders in exclusive mode");
        // In the order in which moves lock them.
        TABLES.forEach(table -> sql.update("alter table " + table + " disable trigger " + triggers(table)));
        sql.update("""
                update orders set deliver_by = deliver_by - make_interval(secs => ?), refund_by = refund_by - make_interval(secs => ?)
                where coalesce(id = any(?::uuid[]), true)
                """, seconds, seconds, all);
        sql.update("""
                update order_deadlines set due_at = due_at - make_interval(secs => ?), try_at = try_at - make_interval(secs => ?)
                where coalesce(order_id = any(?::uuid[]), true)
                """, seconds, seconds, all);
        sql.update("""
                update order_proposals set expires_at = expires_at - make_interval(secs => ?)
                where status = 'open' and coalesce(order_id = any(?::uuid[]), true)
                """, seconds, all);
        TABLES.forEach(table -> sql.update("alter table " + table + " enable trigger " + triggers(table)));
    }

    /** Not those of the deadlines that keep users.refund_due_at. */
    private static String triggers(String table) {
        return table.equals("order_deadlines") ? "order_deadlines_guard" : "user";
    }
}
