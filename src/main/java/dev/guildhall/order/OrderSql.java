package dev.guildhall.order;

import dev.guildhall.db.Columns;
import dev.guildhall.db.Keyset;
import dev.guildhall.db.PagedSelect;
import dev.guildhall.user.UserSummary;

/** The statements on orders. Each is one round trip and checks itself whether the caller is allowed. */
final class OrderSql {
    private static final String IS_REVIEWED = """
            (o.status = 'COMPLETED'
               and exists (select from reviews r where r.order_id = o.id and r.reviewer_id = #{caller})) as is_reviewed""";

    private static final Columns COLUMNS = Order.COLUMNS
            .with(Columns.of(IS_REVIEWED))
            .with(UserSummary.columns("client"))
            .with(UserSummary.columns("freelancer"))
            .with(OrderEvent.COLUMNS)
            .with(PaymentProof.COLUMNS)
            .with(RefundProof.COLUMNS);

    private static final Columns ORDER = Order.COLUMNS.with(
            Columns.of("o.client_id", "o.freelancer_id", "o.event_count").withText("o.previous_payment_status"));

    /** The columns that an insert of an event or a change of a proof returns. */
    private static final String EVENT_COLUMNS = "e.order_id, " + OrderEvent.COLUMNS.withoutAliases();

    private static final String PROOF_COLUMNS = "p.order_id, " + PaymentProof.COLUMNS.withoutAliases();

    private static final String REFUND_COLUMNS = "r.order_id, " + RefundProof.COLUMNS.withoutAliases();

    private static final String PARTIES =
            " join users client on client.id = o.client_id join users freelancer on freelancer.id = o.freelancer_id ";
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

    static final String FIND = "select " + COLUMNS + " from orders o" + PARTIES + LAST_EVENT + PROOF
            + "where o.id = #{order} and" + OrderAccess.IS_VISIBLE;

    private static final Keyset NEWEST = Keyset.newestFirst("o");
    private static final String NEXT = " and" + NEWEST.after() + NEWEST.page();

    private static final String SELECT = "select " + ORDER + " from orders o ";

    private static final String MATCHES_FILTER = """
             and (#{statuses}::text[] is null or o.status = any(#{statuses}::text[]))
             and (#{awaiting_me}::boolean is not true
                  or (o.client_id = #{caller} and o.status || '/' || o.payment_status = any(#{awaiting_client}::text[]))
                  or (o.freelancer_id = #{caller} and o.status || '/' || o.payment_status = any(#{awaiting_freelancer}::text[])))
            """ + NEXT;

    /**
     * The list for each role, and the list of all orders in a status, uses its own index. Parts that are not requested cost
     * nothing.
     */
    static final String LIST = PagedSelect.of(
            COLUMNS,
            "select " + COLUMNS + " from ("
                    + "(" + SELECT + "where #{as_client}::boolean and o.client_id = #{caller}" + MATCHES_FILTER
                    + ") union all "
                    + "(" + SELECT + "where #{as_freelancer}::boolean and o.freelancer_id = #{caller}" + MATCHES_FILTER
                    + ") union all "
                    + "(select " + ORDER
                    + " from unnest(#{admin_statuses}::text[]) as of (status) cross join lateral "
                    + "(" + SELECT + "where o.status = of.status" + NEXT + ") o)) o" + PARTIES + LAST_EVENT + PROOF
                    + NEWEST.page(),
            NEWEST.orderOfResult());

    /**
     * The share lock on the freelancer makes the statement that sets their first payment instructions wait, so that it misses
     * no order. With a key-share lock that statement would need a stronger lock than an update takes, and could then deadlock
     * with a move by the same freelancer.
     */
    static final String PLACE = """
            with offer as (
              select g.id, g.freelancer_id, g.title, g.price, g.currency, g.delivery_days,
                     f.payment_instructions, f.payment_instructions_changed_at
              from gigs g join users f on f.id = g.freelancer_id
              where g.id = #{gig} and g.is_active and g.deleted_at is null and f.is_active
                and g.freelancer_id <> #{caller} and (#{expected_price}::numeric is null
                     or g.price = #{expected_price}::numeric and scale(#{expected_price}::numeric) <= minor_units(g.currency))
              for share of f
            ), placed as (
              insert into orders as o (id, gig_id, client_id, freelancer_id, gig_title, amount, currency, delivery_days,
                                       payment_reference, payment_instructions, payment_instructions_changed_at)
              select #{order}, id, #{caller}, freelancer_id, title, price, currency, delivery_days,
                     #{reference}, payment_instructions, payment_instructions_changed_at
              from offer
              where #{max_open}::int = 0 or may_place(#{caller}, freelancer_id, #{max_open}::int)
              returning %s
            ), event as (
              insert into order_events as e (order_id, n, action, to_status, actor_id, actor_role)
              select id, event_count, 'place', status, client_id, 'client' from placed
              returning %s
            )
            """.formatted(ORDER, EVENT_COLUMNS) + "select " + COLUMNS
            + " from placed o join event e on e.order_id = o.id" + PARTIES + PROOF;

    static final String EXPLAIN_PLACE = """
            select g.freelancer_id = #{caller} as is_own, g.is_active and g.deleted_at is null and f.is_active as is_active, g.price, g.currency,
                   #{max_open}::int > 0 and open_orders(#{caller}, g.freelancer_id) >= #{max_open}::int as has_too_many
            from gigs g join users f on f.id = g.freelancer_id where g.id = #{gig}
            """;

    static final String FILL_IN_PAYMENT_INSTRUCTIONS = """
            update orders o set
              payment_instructions = f.payment_instructions,
              payment_instructions_changed_at = f.payment_instructions_changed_at
            from users f
            where f.id = #{freelancer} and o.freelancer_id = f.id and f.payment_instructions is not null
              and o.payment_instructions is null and o.status not in ('COMPLETED', 'CANCELLED')
            """;

    /** The freelancer's next payment instructions are filled in again. */
    static final String REMOVE_PAYMENT_INSTRUCTIONS = """
            update orders set payment_instructions = null, payment_instructions_changed_at = null
            where freelancer_id = #{freelancer} and payment_status in ('PENDING', 'REJECTED', 'SUBMITTED')
              and status <> 'CANCELLED' and payment_instructions is not null
            """;

    /**
     * Moves only the version of its own snapshot. After waiting for the lock of a concurrent transaction, it would see the new
     * order but the old proofs.
     */
    private static final String MOVE = """
            with seen as materialized (
              select version from orders where id = #{order}
            ), rule as (
              select t.actor_role, t.from_status, t.from_payment_status, t.to_status, t.to_payment_status, t.follows, t.once
              from unnest(#{roles}::text[], #{from}::text[], #{from_payment}::text[], #{to}::text[], #{to_payment}::text[],
                          #{follows}::text[], #{once}::boolean[])
                as t (actor_role, from_status, from_payment_status, to_status, to_payment_status, follows, once)
            ), moved as (
              update orders o set status = rule.to_status, payment_status = rule.to_payment_status %s
              from rule, seen
              where o.id = #{order} and o.version = seen.version and o.status = rule.from_status and o.payment_status = rule.from_payment_status
                and case rule.actor_role
                      when 'client' then o.client_id = #{caller}
                      when 'freelancer' then o.freelancer_id = #{caller}
                      when 'admin' then #{is_admin}::boolean and #{caller} not in (o.client_id, o.freelancer_id)
                      when 'system' then #{caller}::uuid is null
                    end
                and (#{versions}::int[] is null or o.version = any(#{versions}::int[]))
                and (rule.follows = ''
                     or exists (select from order_events e
                                where e.order_id = o.id and e.n = o.event_count and e.action = rule.follows))
                and not (rule.once
                         and exists (select from order_events e
                                     where e.order_id = o.id and e.action = #{action} and e.to_status = rule.to_status))
                %s
              returning %s, rule.actor_role, rule.from_status
            ), event as (
              insert into order_events as e (order_id, n, action, from_status, to_status, actor_id, actor_role, note)
              select id, event_count, #{action}, from_status, status, #{caller}, actor_role, #{note} from moved
              returning %s
            )
            """;

    private static final String MOVED =
            " select " + COLUMNS + " from moved o join event e on e.order_id = o.id" + PARTIES;

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
    static final String FIND_SNAPSHOT =
            """
            select o.status, o.payment_status, o.client_id, o.freelancer_id, o.version, o.amount, o.currency, o.refund_amount,
                   e.action as last_action,
                   exists (select from order_events w
                           where w.order_id = o.id and w.action = 'resolve' and w.to_status = 'IN_PROGRESS') as was_sent_back,
                   case when #{is_refund}::boolean then %s else %s end as reference_is_used
            from orders o join order_events e on e.order_id = o.id and e.n = o.event_count
            where o.id = #{order} and %s
            """.formatted(REFUND_REFERENCE_IS_USED, REFERENCE_IS_USED, OrderAccess.IS_VISIBLE);

    /**
     * Skips orders that another node has locked. The status is not a parameter, since the partial index covers only these two
     * statuses.
     */
    private static final String OVERDUE = """
            select id from orders
            where status = '%s' and status_since < now() - make_interval(secs => #{seconds}) and id <> all(#{skipped}::uuid[])
            order by status_since limit 1
            for no key update skip locked
            """;

    static final String NOT_PAID = OVERDUE.formatted("PENDING_PAYMENT");

    static final String NOT_APPROVED = OVERDUE.formatted("SUBMITTED");

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

    private OrderSql() {}

    private static String move(String values, String condition) {
        return MOVE.formatted(values, condition, ORDER, EVENT_COLUMNS);
    }
}
