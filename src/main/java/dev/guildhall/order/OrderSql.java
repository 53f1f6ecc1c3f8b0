package dev.guildhall.order;

import dev.guildhall.db.Columns;
import dev.guildhall.user.UserSummary;

/**
 * The statements that read one order. Each checks itself whether the caller is allowed.
 *
 * <p>Where a list looks something up for each order, it is {@code (select exists (select ...))}: for {@code exists} alone PostgreSQL
 * may read all that there is, of all orders, into a hash table.
 */
final class OrderSql {
    static final String IS_REVIEWED = """
            (o.status = 'COMPLETED'
               and (select exists (select from reviews r where r.order_id = o.id and r.reviewer_id = #{caller}))) as is_reviewed""";

    /** Nobody is to pay a freelancer who is deactivated or owes a refund. */
    static final String HIDES_INSTRUCTIONS =
            "(o.status = 'PENDING_PAYMENT' and (not freelancer.is_active or freelancer.refund_due_at <= now()))";

    static final String INSTRUCTIONS_REVOKED =
            "case when freelancer.revoked_instructions_n >= greatest(o.payment_instructions_n, 1) then 'r' else '' end";

    /** The columns of every order, as it is now or as it becomes. */
    static final Columns ALWAYS = Order.COLUMNS
            .with(Columns.of("i.changed_at as payment_instructions_changed_at")
                    .withText("i.instructions as payment_instructions"))
            .with(UserSummary.columns("client"))
            .with(UserSummary.columns("freelancer"))
            .with(OrderEvent.COLUMNS);

    /** The columns of one whole order, as {@link Order#from} reads it. */
    static final Columns COLUMNS = ALWAYS.with(Columns.of(IS_REVIEWED, instructionsChanged(HIDES_INSTRUCTIONS)))
            .with(Deadlines.COLUMNS)
            .with(PaymentProof.COLUMNS)
            .with(RefundProof.COLUMNS)
            .with(Dispute.COLUMNS)
            .with(Proposal.COLUMNS);

    /** The columns of the orders table that the joins need. */
    static final Columns ORDER = Order.COLUMNS.with(
            Columns.of("o.client_id", "o.freelancer_id", "o.event_count", "o.refund_by", "o.payment_instructions_n")
                    .withText("o.previous_payment_status"));

    static final String REFUND_COLUMNS = "r.order_id, " + RefundProof.COLUMNS.withoutAliases();

    static final String USERS = " join users client on client.id = o.client_id"
            + " join users freelancer on freelancer.id = o.freelancer_id";

    static final String PAYMENT = " left join payment_proofs p on p.order_id = o.id ";

    /** The newest refund, unless it was found not to have been sent. */
    static final String REFUND = """
             left join lateral (
               select %s from refund_proofs r
               where r.order_id = o.id
                 and (o.payment_status = 'REFUND_SENT'
                      or o.payment_status = 'REFUNDED' and o.previous_payment_status = 'REFUND_SENT')
               order by r.submitted_at desc limit 1
             ) r on true
            """.formatted(REFUND_COLUMNS);

    /** The tables that {@link #COLUMNS} needs, joined to orders as {@code o}. */
    static final String JOINS = USERS + instructionsUnless(HIDES_INSTRUCTIONS)
            + " join order_events e on e.order_id = o.id and e.n = o.event_count " + PAYMENT + REFUND
            + " cross join lateral (" + Deadlines.of("order_deadlines d where d.order_id = o.id") + ") d"
            + " left join order_proposals pr on pr.order_id = o.id and pr.status = 'open' ";

    static final String FIND =
            "select " + COLUMNS + " from orders o" + JOINS + "where o.id = #{order} and" + OrderAccess.IS_VISIBLE;

    static final String EXPLAIN_PLACE = """
            select g.freelancer_id = #{caller} as is_own, g.is_active and g.deleted_at is null and f.is_active as is_active,
                   f.refund_due_at <= now() as owes_refund, g.price, g.currency,
                   #{max_open}::int > 0 and open_orders(#{caller}, g.freelancer_id) >= #{max_open}::int as has_too_many
            from gigs g join users f on f.id = g.freelancer_id where g.id = #{gig}
            """;

    /** Whether an admin has sent the order {@code o} back to work before. */
    static final String WAS_SENT_BACK = """
            (select exists (select from order_events w
                            where w.order_id = o.id and w.action = 'resolve' and w.to_status = 'IN_PROGRESS'))""";

    static final String REFERENCE_IS_USED = """
            (exists (select from payment_proofs v
                     where v.verified and v.freelancer_id = o.freelancer_id and v.reference_key = #{reference_key})
             or (select exists (select from payment_proofs v
                                where v.contested_reference_key = #{reference_key} and v.freelancer_id = o.freelancer_id)))
            """;

    static final String REFUND_REFERENCE_IS_USED = """
            exists (select from refund_proofs used
                    where used.freelancer_id = o.freelancer_id and used.reference_key = #{reference_key})
            """;

    static final String LOCK =
            "select from orders o where o.id = #{order} and" + OrderAccess.IS_VISIBLE + "for no key update of o";

    /** Runs after the lock, since a statement that has waited for the lock would see the new order, but the history of before. */
    static final String FIND_SNAPSHOT = """
            select o.status, o.payment_status, o.client_id, o.freelancer_id, o.version, o.amount, o.currency,
                   o.refund_amount, o.deliver_by, now() as now, e.action as last_action,
                   exists (select from order_deadlines d
                           where d.order_id = o.id and d.deadline = 'appeal_by' and d.due_at > now()) as can_be_appealed,
                   is_answered(o.id, o.event_count) as is_answered, %s as was_sent_back,
                   case when #{is_refund}::boolean then %s else %s end as reference_is_used, %s
            from orders o join order_events e on e.order_id = o.id and e.n = o.event_count
              left join order_proposals pr
                on pr.order_id = o.id and case when #{proposal}::uuid is null then pr.status = 'open' else pr.id = #{proposal} end
            where o.id = #{order} and %s
            """.formatted(
            WAS_SENT_BACK, REFUND_REFERENCE_IS_USED, REFERENCE_IS_USED, Proposal.COLUMNS, OrderAccess.IS_VISIBLE);

    private OrderSql() {}

    /** What has changed of the payment instructions without a new version of the order, each by a letter. */
    static String instructionsChanged(String areHidden) {
        return "concat(case when " + areHidden
                + " then 'h' end, case when i.n <> o.payment_instructions_n then 'i' end, " + INSTRUCTIONS_REVOKED
                + ") as instructions_changed";
    }

    static String instructionsUnless(String areHidden) {
        return """
                 left join lateral shown_instructions(
                   o.freelancer_id, o.payment_instructions_n, freelancer.revoked_instructions_n, o.status, o.payment_status) i
                   on not %s
                """.formatted(areHidden);
    }
}
