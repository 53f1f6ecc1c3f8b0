package dev.guildhall.order;

import dev.guildhall.db.Columns;
import dev.guildhall.db.Keyset;
import dev.guildhall.db.PagedSelect;

/** The lists of orders, and the lists that belong to one order: its history and its proofs. */
final class OrderListSql {
    private static final Keyset NEWEST = Keyset.newestFirst("o");
    private static final String NEXT = " and" + NEWEST.after() + NEWEST.page();

    private static final String SELECT = "select " + OrderSql.ORDER + " from orders o ";

    private static final Keyset NEWEST_ENDED = new Keyset("e.placed_at", "timestamptz", "e.order_id", true);
    private static final Keyset NEWEST_DEADLINE = new Keyset("d.placed_at", "timestamptz", "d.order_id", true);

    /** A page of the orders in each status. The orders of a status are either in {@code ended_orders}, or all have the same deadline. */
    private static final String IN_STATUSES =
            """
            select found.order_id
            from unnest(#{admin_statuses}::text[], #{admin_deadlines}::text[]) as of (status, deadline) cross join lateral (
              (select e.order_id from ended_orders e where of.deadline is null and e.status = of.status and %s %s)
              union all
              (select d.order_id from order_deadlines d
               where d.deadline = of.deadline and d.status = of.status and %s %s)) found
            where #{is_admin}::boolean
            """.formatted(NEWEST_ENDED.after(), NEWEST_ENDED.page(), NEWEST_DEADLINE.after(), NEWEST_DEADLINE.page());

    static final String AS_CLIENT = list(ofCallerAs(Role.CLIENT));
    static final String AS_FREELANCER = list(ofCallerAs(Role.FREELANCER));
    static final String AS_CLIENT_OR_FREELANCER = list("select " + OrderSql.ORDER + " from ((" + ofCallerAs(Role.CLIENT)
            + ") union all (" + ofCallerAs(Role.FREELANCER) + ")) o" + NEWEST.page());

    /** All orders in some statuses, for admins. */
    static final String AS_ADMIN =
            list("select " + OrderSql.ORDER + " from (" + IN_STATUSES + ") listed cross join lateral (" + SELECT
                    // Looked up one by one: a join could read all orders for one page.
                    + "where o.id = listed.order_id offset 0) o" + NEWEST.page());

    private static final Keyset LONGEST_WAITING =
            new Keyset("waiting.due_at", "timestamptz", "waiting.order_id", false);

    /** All disputes, for admins, by their {@code respond_by}. */
    static final String DISPUTES = PagedSelect.of(
            OrderSql.COLUMNS,
            "select " + OrderSql.COLUMNS + " from (select waiting.due_at, waiting.order_id from order_deadlines waiting"
                    + " where #{is_admin}::boolean and waiting.deadline = 'respond_by' and" + LONGEST_WAITING.after()
                    + LONGEST_WAITING.page() + ") waiting join orders o on o.id = waiting.order_id" + OrderSql.JOINS
                    + LONGEST_WAITING.page(),
            "respond_by, id");

    private static final Keyset OLDEST_EVENT = new Keyset("e.n", "int", null, false);

    static final String HISTORY = PagedSelect.of(
            OrderEvent.COLUMNS,
            "select " + OrderEvent.COLUMNS + " from orders o left join order_events e on e.order_id = o.id and"
                    + OLDEST_EVENT.after() + "where o.id = #{order} and" + OrderAccess.IS_VISIBLE + OLDEST_EVENT.page(),
            OLDEST_EVENT.orderOfResult());

    private static final Columns ATTEMPT = Columns.of("o.id", "o.amount", "p.settled_at")
            .withText("o.currency", "p.outcome")
            .with(PaymentProof.COLUMNS);

    private static final Keyset NEWEST_PROOF = new Keyset("p.submitted_at", "timestamptz", "p.id", true);

    static final String PROOFS = PagedSelect.of(
            ATTEMPT,
            """
            select %s
            from orders o left join lateral (
              select id, proof_reference, payer_name, amount, proof_url, submitted_at, verified,
                     case when verified then 'verified' else 'submitted' end as outcome,
                     case when verified then o.payment_confirmed_at end as settled_at
              from payment_proofs where order_id = o.id
              union all
              select id, proof_reference, payer_name, amount, proof_url, submitted_at, false, outcome, settled_at
              from payment_proof_attempts where order_id = o.id
            ) p on %s where o.id = #{order} and %s %s
            """.formatted(ATTEMPT, NEWEST_PROOF.after(), OrderAccess.IS_VISIBLE, NEWEST_PROOF.page()),
            "submitted_at desc, proof_id desc");

    private OrderListSql() {}

    /** A page of the caller's orders in this role, by the index for it. */
    private static String ofCallerAs(Role role) {
        return """
                %1$s where o.%2$s_id = #{caller}
                   and (#{statuses}::text[] is null or o.status = any(#{statuses}::text[]))
                   and (#{awaiting_me}::boolean is not true
                        or o.status || '/' || o.payment_status = any(#{awaiting_%2$s}::text[]))
                   %3$s
                """.formatted(SELECT, role.text(), NEXT);
    }

    /** @param orders selects the orders of a page */
    private static String list(String orders) {
        return PagedSelect.of(
                OrderSql.COLUMNS,
                "select " + OrderSql.COLUMNS + " from (" + orders + ") o" + OrderSql.JOINS + NEWEST.page(),
                NEWEST.orderOfResult());
    }
}
