package dev.guildhall.order;

import static dev.guildhall.order.OrderAction.*;
import static dev.guildhall.order.OrderStatus.*;
import static dev.guildhall.order.Role.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The transition table: all allowed moves of an order, with the role that may make them. The database has the same table and
 * refuses all other moves; a test compares the two.
 */
final class OrderTransitions {
    private static final PaymentStatus PENDING = PaymentStatus.PENDING;
    private static final PaymentStatus PROOF_SUBMITTED = PaymentStatus.SUBMITTED;
    private static final PaymentStatus CONFIRMED = PaymentStatus.CONFIRMED;
    private static final PaymentStatus REJECTED = PaymentStatus.REJECTED;
    private static final PaymentStatus REFUND_DUE = PaymentStatus.REFUND_DUE;
    private static final PaymentStatus REFUND_SENT = PaymentStatus.REFUND_SENT;
    private static final PaymentStatus REFUNDED = PaymentStatus.REFUNDED;

    static final List<Transition> TABLE = new Table()
            .row(SUBMIT_PAYMENT, CLIENT, PENDING_PAYMENT, PENDING, PAYMENT_SUBMITTED, PROOF_SUBMITTED)
            .row(SUBMIT_PAYMENT, CLIENT, PENDING_PAYMENT, REJECTED, PAYMENT_SUBMITTED, PROOF_SUBMITTED)
            .row(WITHDRAW_PAYMENT, CLIENT, PAYMENT_SUBMITTED, PROOF_SUBMITTED, PENDING_PAYMENT, PENDING)
            .row(WITHDRAW_PAYMENT, CLIENT, DISPUTED, PROOF_SUBMITTED, CANCELLED, REJECTED)
            .row(CONFIRM_PAYMENT, FREELANCER, PAYMENT_SUBMITTED, PROOF_SUBMITTED, PAYMENT_CONFIRMED, CONFIRMED)
            .row(CONFIRM_PAYMENT, FREELANCER, DISPUTED, PROOF_SUBMITTED, PAYMENT_CONFIRMED, CONFIRMED)
            .row(REJECT_PAYMENT, FREELANCER, PAYMENT_SUBMITTED, PROOF_SUBMITTED, PENDING_PAYMENT, REJECTED)
            .row(START, FREELANCER, PAYMENT_CONFIRMED, CONFIRMED, IN_PROGRESS, CONFIRMED)
            .row(SUBMIT_WORK, FREELANCER, IN_PROGRESS, CONFIRMED, SUBMITTED, CONFIRMED)
            .row(SUBMIT_WORK, FREELANCER, REVISION_REQUESTED, CONFIRMED, SUBMITTED, CONFIRMED)
            .row(APPROVE, CLIENT, SUBMITTED, CONFIRMED, COMPLETED, CONFIRMED)
            .row(REVISION, CLIENT, SUBMITTED, CONFIRMED, REVISION_REQUESTED, CONFIRMED)
            .byEitherParty(CANCEL, PENDING_PAYMENT, PENDING, CANCELLED, PENDING)
            .byEitherParty(CANCEL, PENDING_PAYMENT, REJECTED, CANCELLED, REJECTED)
            .row(CANCEL, FREELANCER, PAYMENT_CONFIRMED, CONFIRMED, CANCELLED, REFUND_DUE)
            .row(CANCEL, FREELANCER, IN_PROGRESS, CONFIRMED, CANCELLED, REFUND_DUE)
            .row(CANCEL, FREELANCER, REVISION_REQUESTED, CONFIRMED, CANCELLED, REFUND_DUE)
            .row(SUBMIT_REFUND, FREELANCER, CANCELLED, REFUND_DUE, CANCELLED, REFUND_SENT)
            .row(SUBMIT_REFUND, FREELANCER, DISPUTED, REFUND_DUE, CANCELLED, REFUND_SENT)
            .row(CONFIRM_REFUND, CLIENT, CANCELLED, REFUND_DUE, CANCELLED, REFUNDED)
            .row(CONFIRM_REFUND, CLIENT, CANCELLED, REFUND_SENT, CANCELLED, REFUNDED)
            .row(CONFIRM_REFUND, CLIENT, DISPUTED, REFUND_DUE, CANCELLED, REFUNDED)
            .row(CONFIRM_REFUND, CLIENT, DISPUTED, REFUND_SENT, CANCELLED, REFUNDED)
            .row(DISPUTE, CLIENT, PENDING_PAYMENT, REJECTED, DISPUTED, PROOF_SUBMITTED)
            .byEitherParty(DISPUTE, PAYMENT_SUBMITTED, PROOF_SUBMITTED, DISPUTED, PROOF_SUBMITTED)
            .byEitherParty(DISPUTE, PAYMENT_CONFIRMED, CONFIRMED, DISPUTED, CONFIRMED)
            .byEitherParty(DISPUTE, IN_PROGRESS, CONFIRMED, DISPUTED, CONFIRMED)
            .byEitherParty(DISPUTE, SUBMITTED, CONFIRMED, DISPUTED, CONFIRMED)
            .byEitherParty(DISPUTE, REVISION_REQUESTED, CONFIRMED, DISPUTED, CONFIRMED)
            .row(DISPUTE, CLIENT, CANCELLED, REFUND_DUE, DISPUTED, REFUND_DUE)
            .follows(CANCEL)
            .row(DISPUTE, CLIENT, CANCELLED, REFUND_SENT, DISPUTED, REFUND_SENT)
            .resolve(PROOF_SUBMITTED, COMPLETED, CONFIRMED)
            .resolve(CONFIRMED, COMPLETED, CONFIRMED)
            .resolve(PROOF_SUBMITTED, IN_PROGRESS, CONFIRMED)
            .once()
            .resolve(CONFIRMED, IN_PROGRESS, CONFIRMED)
            .once()
            .resolve(PROOF_SUBMITTED, CANCELLED, REFUND_DUE)
            .resolve(CONFIRMED, CANCELLED, REFUND_DUE)
            .resolve(REFUND_DUE, CANCELLED, REFUND_DUE)
            .resolve(REFUND_SENT, CANCELLED, REFUND_DUE)
            .resolve(PROOF_SUBMITTED, CANCELLED, REJECTED)
            .resolve(CONFIRMED, CANCELLED, REJECTED)
            .resolve(REFUND_DUE, CANCELLED, REJECTED)
            .resolve(REFUND_DUE, CANCELLED, REFUNDED)
            .resolve(REFUND_SENT, CANCELLED, REFUNDED)
            .row(AUTO_APPROVE, SYSTEM, SUBMITTED, CONFIRMED, COMPLETED, CONFIRMED)
            .row(AUTO_CANCEL, SYSTEM, PENDING_PAYMENT, PENDING, CANCELLED, PENDING)
            .row(AUTO_CANCEL, SYSTEM, PENDING_PAYMENT, REJECTED, CANCELLED, REJECTED)
            .rows();

    private OrderTransitions() {}

    /** The transitions that can fulfil this request. */
    static List<Transition> of(TransitionRequest request) {
        Resolution resolution = request.resolution();
        return of(request.action()).stream()
                .filter(row -> resolution == null || resolution.matches(row))
                .filter(row -> (request.proof() != null) == needsProof(row))
                .toList();
    }

    static List<Transition> of(OrderAction action) {
        return TABLE.stream().filter(row -> row.action() == action).toList();
    }

    /** The actions that these roles may take in this state, in the order of {@link OrderAction}. */
    static List<OrderAction> allowed(OrderState state, OrderAction lastAction, Set<Role> roles) {
        return Stream.of(OrderAction.values())
                .filter(action -> isAllowed(action, state, lastAction, roles))
                .toList();
    }

    static boolean isAllowed(OrderAction action, OrderState state, OrderAction lastAction, Set<Role> roles) {
        return of(action).stream()
                        .anyMatch(row ->
                                row.from().equals(state) && roles.contains(row.by()) && row.isPossible(lastAction))
                || startsFirst(action, state) && isAllowed(START, state, lastAction, roles);
    }

    /** Whether these roles may take this action in any state. */
    static boolean isEverAllowed(OrderAction action, Set<Role> roles) {
        return of(action).stream().anyMatch(row -> roles.contains(row.by()));
    }

    /** Work that is submitted before it was started needs two moves: {@code start} and {@code submit-work}. */
    static boolean startsFirst(OrderAction action, OrderState state) {
        return action == SUBMIT_WORK && state.status() == PAYMENT_CONFIRMED;
    }

    /** Whether the client has to prove a payment: where the order has no proof, and gets one by this move. */
    static boolean needsProof(Transition row) {
        return row.to().payment() == PROOF_SUBMITTED && row.from().payment() != PROOF_SUBMITTED;
    }

    private static final class Table {
        private final List<Transition> rows = new ArrayList<>();

        Table row(
                OrderAction action,
                Role by,
                OrderStatus from,
                PaymentStatus payment,
                OrderStatus to,
                PaymentStatus paymentAfter) {
            rows.add(new Transition(
                    action, by, new OrderState(from, payment), new OrderState(to, paymentAfter), null, false));
            return this;
        }

        /** The last row: only after this action. */
        Table follows(OrderAction action) {
            Transition row = rows.remove(rows.size() - 1);
            rows.add(new Transition(row.action(), row.by(), row.from(), row.to(), action, row.once()));
            return this;
        }

        /** The last row: once in the life of an order. */
        Table once() {
            Transition row = rows.remove(rows.size() - 1);
            rows.add(new Transition(row.action(), row.by(), row.from(), row.to(), row.follows(), true));
            return this;
        }

        Table byEitherParty(
                OrderAction action,
                OrderStatus from,
                PaymentStatus payment,
                OrderStatus to,
                PaymentStatus paymentAfter) {
            return row(action, CLIENT, from, payment, to, paymentAfter)
                    .row(action, FREELANCER, from, payment, to, paymentAfter);
        }

        Table resolve(PaymentStatus disputed, OrderStatus to, PaymentStatus paymentAfter) {
            return row(RESOLVE, ADMIN, DISPUTED, disputed, to, paymentAfter);
        }

        List<Transition> rows() {
            return List.copyOf(rows);
        }
    }
}
