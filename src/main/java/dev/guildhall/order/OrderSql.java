package dev.guildhall.order;

import dev.guildhall.db.Columns;
import dev.guildhall.user.UserSummary;

/**
 * The statements that read one order, place it or move it. Each is one round trip and checks itself whether the caller is allowed.
 */
final class OrderSql {
    private static final String IS_REVIEWED = """
            (o.status = 'COMPLETED'
               and exists (select from reviews r where r.order_id = o.id and r.reviewer_id = #{caller})) as is_reviewed""";

    /** Nobody is to pay a freelancer who is deactivated or owes a refund. */
    private static final String HIDES_INSTRUCTIONS =
            "(o.status = 'PENDING_PAYMENT' and (not freelancer.is_active or " + owesRefund("o.freelancer_id") + "))";

    private static final String INSTRUCTIONS_REVOKED =
            "case when freelancer.revoked_instructions_n >= greatest(o.payment_instructions_n, 1) then 'r' else '' end";

    /** What has changed of the payment instructions without a new version of the order, each by a letter. */
    private static final String INSTRUCTIONS_CHANGED =
            "concat(case when " + HIDES_INSTRUCTIONS + """
             then 'h' end, case when i.n <> o.payment_instructions_n then 'i' end, %s) as instructions_changed""".formatted(INSTRUCTIONS_REVOKED);

    private static final Columns SAME_OF_EVERY_ORDER = Order.COLUMNS
            .with(Columns.of("i.changed_at as payment_instructions_changed_at")
                    .withText("i.instructions as payment_instructions"))
            .with(UserSummary.columns("client"))
            .with(UserSummary.columns("freelancer"))
            .with(OrderEvent.COLUMNS);

    private static final Columns OF_PLACED_ORDERS = SAME_OF_EVERY_ORDER
            .with(Columns.of(IS_REVIEWED, INSTRUCTIONS_CHANGED))
            .with(Deadlines.COLUMNS);

    private static final Columns PROOFS_AND_DISPUTE =
            PaymentProof.COLUMNS.with(RefundProof.COLUMNS).with(Dispute.COLUMNS);

    /** Of one whole order, as {@link Order#from} reads it. */
    static final Columns COLUMNS = OF_PLACED_ORDERS.with(PROOFS_AND_DISPUTE).with(Proposal.COLUMNS);

    /** A move has closed the proposal. */
    private static final Columns OF_MOVED_ORDER =
            OF_PLACED_ORDERS.with(PROOFS_AND_DISPUTE).with(Proposal.COLUMNS.nulls());

    /** Constants where {@link #PLACE} leaves one possible value: they save a fifth of what PostgreSQL does for a new order. */
    private static final Columns OF_NEW_ORDER = SAME_OF_EVERY_ORDER
            .with(Columns.of("false as is_reviewed", INSTRUCTIONS_REVOKED + " as instructions_changed"))
            .with(Deadlines.OF_NEW_ORDER)
            .with(PROOFS_AND_DISPUTE.nulls())
            .with(Proposal.COLUMNS.nulls());

    /** Of the orders table, as far as the joins need them. */
    static final Columns ORDER = Order.COLUMNS.with(
            Columns.of("o.client_id", "o.freelancer_id", "o.event_count", "o.refund_by", "o.payment_instructions_n")
                    .withText("o.previous_payment_status"));

    /** The columns that an insert of an event or a change of a proof returns. */
    private static final String EVENT_COLUMNS = "e.order_id, " + OrderEvent.COLUMNS.withoutAliases();

    private static final String PROOF_COLUMNS = "p.order_id, " + PaymentProof.COLUMNS.withoutAliases();

    private static final String REFUND_COLUMNS = "r.order_id, " + RefundProof.COLUMNS.withoutAliases();

    private static final String USERS = " join users client on client.id = o.client_id"
            + " join users freelancer on freelancer.id = o.freelancer_id";

    private static final String PARTIES =
            USERS + " left join payment_instruction_versions i on not " + HIDES_INSTRUCTIONS + """
             and i.user_id = o.freelancer_id and i.n = shown_instructions(
               o.freelancer_id, o.payment_instructions_n, freelancer.revoked_instructions_n, o.status, o.payment_status)
            """;
    private static final String LAST_EVENT = " join order_events e on e.order_id = o.id and e.n = o.event_count ";
    private static final String PAYMENT = " left join payment_proofs p on p.order_id = o.id ";

    /** The newest, unless it was found not to have been sent. */
    private static final String REFUND = """
             left join lateral (
               select %s from refund_proofs r
               where r.order_id = o.id
                 and (o.payment_status = 'REFUND_SENT'
                      or o.payment_status = 'REFUNDED' and o.previous_payment_status = 'REFUND_SENT')
               order by r.submitted_at desc limit 1
             ) r on true
            """.formatted(REFUND_COLUMNS);

    private static final String PROOF = PAYMENT + REFUND;

    private static final String DEADLINES = " cross join lateral ("
            + Deadlines.of("order_deadlines d where d.order_id = o.id") + ") d"
            + " left join order_proposals pr on pr.order_id = o.id and pr.status = 'open' ";

    /** A statement that moves an order does not see yet which deadlines its trigger starts. */
    private static final String NEW_DEADLINES = " cross join lateral (" + Deadlines.of("""
                    (select a.deadline, due_at(a.deadline, o.payment_status, now(), o.deliver_by, o.refund_by)
                     from deadlines_after(o.status, o.payment_status, #{action}) a) d (deadline, due_at)""") + ") d";

    /** The tables that {@link #COLUMNS} needs, joined to orders as {@code o}. */
    static final String JOINS = PARTIES + LAST_EVENT + PROOF + DEADLINES;

    static final String FIND =
            "select " + COLUMNS + " from orders o" + JOINS + "where o.id = #{order} and" + OrderAccess.IS_VISIBLE;

    static final String PLACE =
            """
            with offer as (
              select g.id, g.freelancer_id, g.title, g.price, g.currency, g.delivery_days,
                     f.payment_instructions_n
              from gigs g join users f on f.id = g.freelancer_id
              where g.id = #{gig} and g.is_active and g.deleted_at is null and f.is_active
                and g.freelancer_id <> #{caller} and not %s
                and (#{expected_price}::numeric is null
                     or g.price = #{expected_price}::numeric and scale(#{expected_price}::numeric) <= minor_units(g.currency))
            ), placed as (
              insert into orders as o (id, gig_id, client_id, freelancer_id, gig_title, amount, currency, delivery_days,
                                       payment_reference, payment_instructions_n)
              select #{order}, id, #{caller}, freelancer_id, title, price, currency, delivery_days,
                     #{reference}, payment_instructions_n
              from offer
              where #{max_open}::int = 0 or may_place(#{caller}, freelancer_id, #{max_open}::int)
              returning %s
            ), event as (
              insert into order_events as e (order_id, n, action, to_status, actor_id, actor_role)
              select id, event_count, 'place', status, client_id, 'client' from placed
              returning %s
            )
            """.formatted(owesRefund("g.freelancer_id"), ORDER, EVENT_COLUMNS) + "select " + OF_NEW_ORDER
                    + " from placed o join event e on e.order_id = o.id" + USERS + """
                     left join payment_instruction_versions i on i.user_id = o.freelancer_id
                       and i.n = o.payment_instructions_n and i.n > freelancer.revoked_instructions_n and i.instructions is not null
                    """;

    static final String EXPLAIN_PLACE = """
            select g.freelancer_id = #{caller} as is_own, g.is_active and g.deleted_at is null and f.is_active as is_active, %s as owes_refund,
                   g.price, g.currency,
                   #{max_open}::int > 0 and open_orders(#{caller}, g.freelancer_id) >= #{max_open}::int as has_too_many
            from gigs g join users f on f.id = g.freelancer_id where g.id = #{gig}
            """.formatted(owesRefund("g.freelancer_id"));

    /** Whether an admin has sent the order {@code o} back to work before. */
    static final String WAS_SENT_BACK = """
            exists (select from order_events w
                    where w.order_id = o.id and w.action = 'resolve' and w.to_status = 'IN_PROGRESS')""";

    /**
     * Moves only the version of its own snapshot. After waiting for the lock of a concurrent transaction, it would see the new
     * order but its old history, proofs and deadlines.
     */
    private static final String MOVE = """
            with seen as materialized (
              select version from orders where id = #{order}
            ), rule as (
              select t.actor_role, t.from_status, t.from_payment_status, t.to_status, t.to_payment_status
              from unnest(#{roles}::text[], #{from}::text[], #{from_payment}::text[], #{to}::text[], #{to_payment}::text[])
                as t (actor_role, from_status, from_payment_status, to_status, to_payment_status)
            ), moved as (
              update orders o
              set status = rule.to_status, payment_status = rule.to_payment_status, event_count = o.event_count + 1 %s
              from rule, seen
              where o.id = #{order} and o.version = seen.version and o.status = rule.from_status and o.payment_status = rule.from_payment_status
                and case rule.actor_role
                      when 'client' then o.client_id = #{caller}
                      when 'freelancer' then o.freelancer_id = #{caller}
                      when 'admin' then %s
                      when 'system' then #{caller}::uuid is null
                    end
                and (#{versions}::int[] is null or o.version = any(#{versions}::int[]))
                and is_possible_move(o.id, o.event_count, o.status, o.payment_status, rule.to_status, rule.to_payment_status,
                                     #{action}, rule.actor_role)
                %s
              returning %s, rule.actor_role, rule.from_status
            ), event as (
              insert into order_events as e (order_id, n, action, from_status, to_status, actor_id, actor_role, note)
              select id, event_count, #{action}, from_status, status, #{caller}, actor_role, #{note} from moved
              returning %s
            )
            """;

    private static final String MOVED =
            " select " + OF_MOVED_ORDER + " from moved o join event e on e.order_id = o.id" + PARTIES + NEW_DEADLINES;

    /** A move that changes no proof. */
    static final String MOVE_ONLY = move("", "") + MOVED + PROOF;

    static final String REFERENCE_IS_USED = """
            (exists (select from payment_proofs v
                     where v.verified and v.freelancer_id = o.freelancer_id and v.reference_key = #{reference_key})
             or exists (select from payment_proofs v
                        where v.contested_reference_key = #{reference_key} and v.freelancer_id = o.freelancer_id))
            """;

    /** A move that adds a proof. */
    static final String MOVE_WITH_NEW_PROOF =
            move("", "and scale(#{proof_amount}) <= minor_units(o.currency) and not " + REFERENCE_IS_USED)
                    + """
            , proof as (
              insert into payment_proofs as p
                (id, order_id, freelancer_id, proof_reference, reference_key, payer_name, amount, proof_url)
              select #{proof}, id, freelancer_id, #{proof_reference}, #{reference_key}, #{payer_name}, #{proof_amount},
                     #{proof_url}
              from moved
              returning %s
            )
            """.formatted(PROOF_COLUMNS) + MOVED
                    + " join proof p on p.order_id = o.id" + REFUND;

    private static final String REFUND_REFERENCE_IS_USED = """
            exists (select from refund_proofs used
                    where used.freelancer_id = o.freelancer_id and used.reference_key = #{reference_key})
            """;

    /** A move that adds the proof of a refund. */
    static final String MOVE_WITH_NEW_REFUND =
            move("", """
                    and #{refunded_amount} >= o.refund_amount and scale(#{refunded_amount}) <= minor_units(o.currency)
                    and not %s
                    """.formatted(REFUND_REFERENCE_IS_USED)) + """
            , refund as (
              insert into refund_proofs as r (id, order_id, freelancer_id, proof_reference, reference_key, amount)
              select #{proof}, id, freelancer_id, #{proof_reference}, #{reference_key}, #{refunded_amount} from moved
              returning %s
            )
            """.formatted(REFUND_COLUMNS)
                    + MOVED + PAYMENT + " join refund r on r.order_id = o.id";

    /** A move that verifies the proof if the payment is confirmed, or moves it to the attempts if it is not; or decides about a refund. */
    static final String MOVE_AND_SETTLE_PROOF =
            move(", refund_amount = coalesce(#{refund_amount}::numeric, o.refund_amount)", """
                    and (#{refund_amount}::numeric is null
                         or #{refund_amount}::numeric <= o.amount
                            and scale(#{refund_amount}::numeric) <= minor_units(o.currency))
                    """)
                    + """
            , kept as (
              update payment_proofs p set verified = p.verified or moved.payment_status = 'CONFIRMED'
              from moved where p.order_id = moved.id and moved.payment_status not in ('PENDING', 'REJECTED')
              returning %1$s
            ), shelved as (
              delete from payment_proofs p
              using moved where p.order_id = moved.id and moved.payment_status in ('PENDING', 'REJECTED')
              returning %1$s
            ), attempt as (
              insert into payment_proof_attempts (id, order_id, proof_reference, payer_name, amount, proof_url, submitted_at, outcome)
              select id, order_id, proof_reference, payer_name, amount, proof_url, submitted_at,
                     case when #{action} = 'withdraw-payment' then 'withdrawn' else 'rejected' end
              from shelved
            )
            """.formatted(PROOF_COLUMNS) + MOVED + " left join kept p on p.order_id = o.id" + REFUND;

    static final String LOCK =
            "select from orders o where o.id = #{order} and" + OrderAccess.IS_VISIBLE + "for no key update of o";

    /** After the lock, as a statement that has waited for it would see the new order, but the history of before. */
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

    private static String owesRefund(String freelancer) {
        return """
                exists (select from order_deadlines debt
                        where debt.freelancer_id = %s and debt.deadline = 'refund_by' and debt.due_at <= now())
                """.formatted(freelancer);
    }

    private static String move(String values, String condition) {
        return MOVE.formatted(values, OrderAccess.ACTS_AS_ADMIN, condition, ORDER, EVENT_COLUMNS);
    }
}
