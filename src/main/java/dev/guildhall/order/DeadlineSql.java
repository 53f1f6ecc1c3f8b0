package dev.guildhall.order;

import java.util.List;

/** The statements on the deadlines of all orders, for the system: no caller is checked. */
final class DeadlineSql {
    /** How long each deadline runs; the names are those of the configuration. */
    static final String SET_TIMEOUTS = """
            update order_timeouts t set within = make_interval(secs => wanted.seconds)
            from unnest(#{names}::text[], #{seconds}::float8[]) as wanted (name, seconds)
            where t.name = wanted.name and t.within is distinct from make_interval(secs => wanted.seconds)
            """;

    /** Returns how many deadlines of orders from before the table of deadlines it has started. */
    static final String START_DEADLINES = "select start_deadlines(#{rows}) as started";

    /**
     * Locks the order of the deadline that has been over longest, and skips orders that are locked already. Locks the deadline too,
     * since another node may have moved the order since this statement began, and deleted it.
     */
    static final String FIND_DUE = """
            select d.order_id, d.action from order_deadlines d join orders o on o.id = d.order_id
            where d.action is not null and d.try_at <= now()
            order by d.try_at limit 1
            for no key update of o, d skip locked
            """;

    static final String TRY_LATER = """
            update order_deadlines set try_at = greatest(due_at, now() + make_interval(secs => #{seconds}))
            where order_id = #{order} and action is not null
            """;

    static final String COUNT_OVERDUE_DISPUTES = """
            select count(*) as overdue from order_deadlines where deadline = 'respond_by' and due_at <= now()
            """;

    /** Deadlines after which nothing happens are only kept while they run. */
    static final String PRUNE_APPEALS = """
            with ended as materialized (
              select d.order_id, d.deadline from order_deadlines d where d.deadline = 'appeal_by' and d.due_at <= now()
              limit #{rows} for update skip locked
            )
            delete from order_deadlines d using ended where d.order_id = ended.order_id and d.deadline = ended.deadline
            """;

    /**
     * Let time pass on a development machine, in the order in which moves lock these tables. Those of their triggers that
     * refuse such changes are off meanwhile; the others keep {@code users.refund_due_at}.
     */
    static final List<String> ADVANCE_CLOCK = List.of(
            // Waits for all who have locked an order: a proposal does that long before it writes to it.
            "lock table orders in exclusive mode",
            "alter table orders disable trigger orders_guard",
            "alter table order_deadlines disable trigger order_deadlines_guard",
            "alter table order_proposals disable trigger order_proposals_guard",
            "update orders set version = version + 1, deliver_by = deliver_by - %1$s, refund_by = refund_by - %1$s",
            "update order_deadlines set due_at = due_at - %1$s, try_at = try_at - %1$s",
            "update order_proposals set expires_at = expires_at - %1$s where status = 'open'",
            "alter table orders enable trigger orders_guard",
            "alter table order_deadlines enable trigger order_deadlines_guard",
            "alter table order_proposals enable trigger order_proposals_guard");

    private DeadlineSql() {}
}
