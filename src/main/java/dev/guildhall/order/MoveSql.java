package dev.guildhall.order;

import static java.util.stream.Collectors.joining;

import dev.guildhall.db.Columns;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * The statements that place and move an order: one round trip each, which checks itself whether the caller is allowed and returns the
 * order as {@link Order#from} reads it.
 *
 * <p>Each list of transitions has its own statement, which reads only what an order can have after one of them. What it leaves out
 * would take PostgreSQL as long as the move itself.
 */
final class MoveSql {
    /** The columns that an insert of an event or a change of a proof returns. */
    private static final String EVENT_COLUMNS = "e.order_id, " + OrderEvent.COLUMNS.withoutAliases();

    private static final String PROOF_COLUMNS = "p.order_id, " + PaymentProof.COLUMNS.withoutAliases();

    private static final Columns OF_NEW_ORDER = OrderSql.ALWAYS
            .with(Columns.of("false as is_reviewed", OrderSql.INSTRUCTIONS_REVOKED + " as instructions_changed"))
            .with(Deadlines.OF_NEW_ORDER)
            .with(PaymentProof.COLUMNS
                    .with(RefundProof.COLUMNS)
                    .with(Dispute.COLUMNS)
                    .nulls())
            .with(Proposal.COLUMNS.nulls());

    private static final String PLACE_REST = """
            offer as (
              select request.order_id, request.caller, request.reference, g.id, g.freelancer_id, g.title, g.price, g.currency,
                     g.delivery_days, f.payment_instructions_n
              from request join gigs g on g.id = #{gig} join users f on f.id = g.freelancer_id
              where g.is_active and g.deleted_at is null and f.is_active
                and f.refund_due_at > now() and g.freelancer_id <> #{caller}
                and (#{expected_price}::numeric is null
                     or g.price = #{expected_price}::numeric and scale(#{expected_price}::numeric) <= minor_units(g.currency))
            ), placed as (
              insert into orders as o (id, gig_id, client_id, freelancer_id, gig_title, amount, currency, delivery_days,
                                       payment_reference, payment_instructions_n)
              select order_id, id, caller, freelancer_id, title, price, currency, delivery_days, reference,
                     payment_instructions_n
              from offer
              where #{max_open}::int = 0 or {lock} may_place(caller, freelancer_id, #{max_open}::int)
              returning %s
            ), event as (
              insert into order_events as e (order_id, n, action, to_status, actor_id, actor_role)
              select id, event_count, 'place', status, client_id, 'client' from placed
              returning %s
            )
            """.formatted(OrderSql.ORDER, EVENT_COLUMNS)
            + "select " + OF_NEW_ORDER
            + " from placed o join event e on e.order_id = o.id" + OrderSql.USERS + """
                     left join payment_instruction_versions i on i.user_id = o.freelancer_id
                       and i.n = o.payment_instructions_n and i.n > freelancer.revoked_instructions_n and i.instructions is not null
                    """;

    /** Places an order, and waits until no other of this client with this freelancer is being placed. */
    static final String PLACE = PlaceRequest.COLUMNS.statement(PLACE_REST.replace("{lock}", ""));

    /** The same for several. It leaves out an order that would have to wait for another one. */
    static final String PLACE_ALL = PlaceRequest.COLUMNS.statement(
            PLACE_REST.replace("{lock}", "pg_try_advisory_xact_lock(open_orders_lock(caller, freelancer_id)) and"));

    /**
     * Moves only the version of its own snapshot. After waiting for the lock of a concurrent transaction, it would see the new
     * order but its old history, proofs and deadlines.
     */
    private static final String MOVE = """
            {seen}, moved as (
              update orders o
              set status = rule.to_status, payment_status = rule.to_payment_status, event_count = o.event_count + 1 {values}
              from request join seen on seen.id = #{order_id},
                (values {rules}) as rule (actor_role, from_status, from_payment_status, to_status, to_payment_status)
              where o.id = seen.id and o.version = seen.version and o.status = rule.from_status and o.payment_status = rule.from_payment_status
                and case rule.actor_role
                      when 'client' then o.client_id = #{caller}
                      when 'freelancer' then o.freelancer_id = #{caller}
                      when 'admin' then {acts_as_admin}
                      when 'system' then #{caller}::uuid is null
                    end
                and (#{versions}::int[] is null or o.version = any(#{versions}::int[]))
                {conditions}
              returning {order_columns}, rule.actor_role, rule.from_status
            ), event as (
              insert into order_events as e (order_id, n, action, from_status, to_status, actor_id, actor_role, note)
              select id, event_count, {action}, from_status, status, #{caller}, actor_role, #{note}
              from moved join request on #{order_id} = moved.id
              returning {event_columns}
            )
            """;

    private static final String SEEN =
            "seen as materialized (select o.id, o.version from request join orders o on o.id = #{order_id})";

    /** Leaves out the orders that are locked. */
    private static final String SEEN_UNLOCKED = """
            snapshot as materialized (
              select o.id, o.version from request join orders o on o.id = #{order_id}
            ), seen as materialized (
              select o.id, o.version from snapshot s join orders o on o.id = s.id and o.version = s.version
              for no key update of o skip locked
            )
            """;

    private static final String IS_POSSIBLE = """
            and is_possible_move(o.id, o.event_count, o.has_proposals, o.status, o.payment_status, rule.to_status,
                                 rule.to_payment_status, {action}, rule.actor_role)
            """;

    private static final String PROOF_IS_POSSIBLE =
            "and scale(#{proof_amount}) <= minor_units(o.currency) and not " + OrderSql.REFERENCE_IS_USED;

    private static final String ADD_PROOF = """
            , proof as (
              insert into payment_proofs as p
                (id, order_id, freelancer_id, proof_reference, reference_key, payer_name, amount, proof_url)
              select #{proof}, id, freelancer_id, #{proof_reference}, #{reference_key}, #{payer_name}, #{proof_amount},
                     #{proof_url}
              from moved join request on #{order_id} = moved.id
              returning %s
            )
            """.formatted(PROOF_COLUMNS);

    private static final String REFUND_IS_POSSIBLE = """
            and #{refunded_amount} >= o.refund_amount and scale(#{refunded_amount}) <= minor_units(o.currency)
            and not %s
            """.formatted(OrderSql.REFUND_REFERENCE_IS_USED);

    private static final String ADD_REFUND = """
            , refund as (
              insert into refund_proofs as r (id, order_id, freelancer_id, proof_reference, reference_key, amount)
              select #{proof}, id, freelancer_id, #{proof_reference}, #{reference_key}, #{refunded_amount}
              from moved join request on #{order_id} = moved.id
              returning %s
            )
            """.formatted(OrderSql.REFUND_COLUMNS);

    private static final String SET_REFUND_AMOUNT =
            ", refund_amount = coalesce(#{resolved_amount}::numeric, o.refund_amount)";

    private static final String REFUND_AMOUNT_IS_POSSIBLE = """
            and (#{resolved_amount}::numeric is null
                 or #{resolved_amount}::numeric <= o.amount
                    and scale(#{resolved_amount}::numeric) <= minor_units(o.currency))
            """;

    private static final String KEEP_PROOF = """
            , kept as (
              update payment_proofs p set verified = p.verified or moved.payment_status = 'CONFIRMED'
              from moved where p.order_id = moved.id and moved.payment_status not in ('PENDING', 'REJECTED')
              returning %s
            )
            """.formatted(PROOF_COLUMNS);

    /** Moves the proof to the attempts. */
    private static final String SHELVE_PROOF = """
            , shelved as (
              delete from payment_proofs p
              using moved where p.order_id = moved.id and moved.payment_status in ('PENDING', 'REJECTED')
              returning %s
            ), attempt as (
              insert into payment_proof_attempts (id, order_id, proof_reference, payer_name, amount, proof_url, submitted_at, outcome)
              select id, order_id, proof_reference, payer_name, amount, proof_url, submitted_at,
                     case when {action} = 'withdraw-payment' then 'withdrawn' else 'rejected' end
              from shelved
            )
            """.formatted(PROOF_COLUMNS);

    private static final Map<List<Transition>, String> MOVES = new ConcurrentHashMap<>();
    private static final Map<List<Transition>, String> MOVES_OF_SEVERAL = new ConcurrentHashMap<>();

    private MoveSql() {}

    /** Moves an order by that of these transitions which fits its state and the caller. All have the same action. */
    static String of(List<Transition> transitions) {
        return MOVES.computeIfAbsent(transitions, all -> compose(all, SEEN));
    }

    /** The same for several orders. It waits for no lock of an order, and leaves out one that is locked. */
    static String ofSeveral(List<Transition> transitions) {
        return MOVES_OF_SEVERAL.computeIfAbsent(transitions, all -> compose(all, SEEN_UNLOCKED));
    }

    private static String compose(List<Transition> transitions, String seen) {
        OrderAction action = transitions.get(0).action();
        List<OrderState> after =
                transitions.stream().map(Transition::to).distinct().toList();
        boolean addsProof = OrderTransitions.needsProof(transitions.get(0));
        boolean addsRefund = action == OrderAction.SUBMIT_REFUND;
        boolean settlesProof = switch (action) {
            case WITHDRAW_PAYMENT, CONFIRM_PAYMENT, REJECT_PAYMENT, RESOLVE -> true;
            default -> false;
        };
        boolean keepsProof = !after.stream().allMatch(MoveSql::isUnproven);
        String conditions = (transitions.stream().allMatch(Transition::isAlwaysPossible) ? "" : IS_POSSIBLE)
                + (addsProof ? PROOF_IS_POSSIBLE : "")
                + (addsRefund ? REFUND_IS_POSSIBLE : "")
                + (action == OrderAction.RESOLVE ? REFUND_AMOUNT_IS_POSSIBLE : "");
        String changes = (addsProof ? ADD_PROOF : "")
                + (addsRefund ? ADD_REFUND : "")
                + (settlesProof && keepsProof ? KEEP_PROOF : "")
                + (settlesProof && canBe(after, MoveSql::isUnproven) ? SHELVE_PROOF : "");
        String proof;
        if (addsProof) {
            proof = " join proof p on p.order_id = o.id ";
        } else if (settlesProof) {
            proof = keepsProof ? " left join kept p on p.order_id = o.id " : "";
        } else {
            proof = OrderSql.PAYMENT;
        }
        String refund = "";
        if (addsRefund) {
            refund = " join refund r on r.order_id = o.id ";
        } else if (canBe(after, MoveSql::hasRefundProof)) {
            refund = OrderSql.REFUND;
        }
        String move = MOVE.replace("{seen}", seen)
                .replace("{values}", action == OrderAction.RESOLVE ? SET_REFUND_AMOUNT : "")
                .replace("{rules}", rules(transitions))
                .replace("{acts_as_admin}", OrderAccess.ACTS_AS_ADMIN)
                .replace("{conditions}", conditions)
                .replace("{order_columns}", OrderSql.ORDER.toString())
                .replace("{event_columns}", EVENT_COLUMNS);
        return MoveColumns.of(transitions)
                .statement((move + changes).replace("{action}", literal(action.text()))
                        + select(action, after, proof, refund));
    }

    /** The order after the move, which has closed its proposal. */
    private static String select(OrderAction action, List<OrderState> after, String proof, String refund) {
        String areHidden = canBe(after, state -> state.status() == OrderStatus.PENDING_PAYMENT)
                ? OrderSql.HIDES_INSTRUCTIONS
                : "false";
        String isReviewed = canBe(after, state -> state.status() == OrderStatus.COMPLETED)
                ? OrderSql.IS_REVIEWED
                : "false as is_reviewed";
        Columns columns = OrderSql.ALWAYS
                .with(Columns.of(isReviewed, OrderSql.instructionsChanged(areHidden)))
                .with(Deadlines.after(action, after))
                .with(proof.isEmpty() ? PaymentProof.COLUMNS.nulls() : PaymentProof.COLUMNS)
                .with(refund.isEmpty() ? RefundProof.COLUMNS.nulls() : RefundProof.COLUMNS)
                .with(
                        canBe(after, state -> state.status() == OrderStatus.DISPUTED)
                                ? Dispute.COLUMNS
                                : Dispute.COLUMNS.nulls())
                .with(Proposal.COLUMNS.nulls());
        return " select " + columns
                + " from moved o join request on #{order_id} = o.id join event e on e.order_id = o.id" + OrderSql.USERS
                + OrderSql.instructionsUnless(areHidden) + proof + refund;
    }

    private static boolean isUnproven(OrderState state) {
        return state.payment() == PaymentStatus.PENDING || state.payment() == PaymentStatus.REJECTED;
    }

    private static boolean hasRefundProof(OrderState state) {
        return state.payment() == PaymentStatus.REFUND_SENT || state.payment() == PaymentStatus.REFUNDED;
    }

    private static boolean canBe(List<OrderState> after, Predicate<OrderState> condition) {
        return after.stream().anyMatch(condition);
    }

    private static String rules(List<Transition> transitions) {
        return transitions.stream()
                .map(row -> List.of(
                                row.by().text(),
                                row.from().status().name(),
                                row.from().payment().name(),
                                row.to().status().name(),
                                row.to().payment().name())
                        .stream()
                        .map(MoveSql::literal)
                        .collect(joining(", ", "(", ")")))
                .collect(joining(", "));
    }

    private static String literal(String name) {
        return "'" + name + "'";
    }
}
