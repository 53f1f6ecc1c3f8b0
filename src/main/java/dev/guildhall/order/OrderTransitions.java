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
    private static final PaymentStatus REFUNDED = PaymentStatus.REFUNDED;

    static final List<Transition> TABLE = new Table()
            .row(SUBMIT_PAYMENT, CLIENT, PENDING_PAYMENT, PENDING, PAYMENT_SUBMITTED, PROOF_SUBMITTED)
            .row(SUBMIT_PAYMENT, CLIENT, PENDING_PAYMENT, REJECTED, PAYMENT_SUBMITTED, PROOF_SUBMITTED)
            .row(WITHDRAW_PAYMENT, CLIENT, PAYMENT_SUBMITTED, PROOF_SUBMITTED, PENDING_PAYMENT, PENDING)
            .row(CONFIRM_PAYMENT, FREELANCER, PAYMENT_SUBMITTED, PROOF_SUBMITTED, PAYMENT_CONFIRMED, CONFIRMED)
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
            .row(CONFIRM_REFUND, CLIENT, CANCELLED, REFUND_DUE, CANCELLED, REFUNDED)
            .byEitherParty(DISPUTE, PAYMENT_SUBMITTED, PROOF_SUBMITTED, DISPUTED, PROOF_SUBMITTED)
            .byEitherParty(DISPUTE, PAYMENT_CONFIRMED, CONFIRMED, DISPUTED, CONFIRMED)
            .byEitherParty(DISPUTE, IN_PROGRESS, CONFIRMED, DISPUTED, CONFIRMED)
            .byEitherParty(DISPUTE, SUBMITTED, CONFIRMED, DISPUTED, CONFIRMED)
            .byEitherParty(DISPUTE, REVISION_REQUESTED, CONFIRMED, DISPUTED, CONFIRMED)
            .resolve(COMPLETED, CONFIRMED)
            .resolve(IN_PROGRESS, CONFIRMED)
            .resolve(CANCELLED, REFUND_DUE)
            .resolve(CANCELLED, REJECTED)
            .row(AUTO_APPROVE, SYSTEM, SUBMITTED, CONFIRMED, COMPLETED, CONFIRMED)
            .row(AUTO_CANCEL, SYSTEM, PENDING_PAYMENT, PENDING, CANCELLED, PENDING)
            .row(AUTO_CANCEL, SYSTEM, PENDING_PAYMENT, REJECTED, CANCELLED, REJECTED)
            .rows();

    private OrderTransitions() {}

    /** The transitions that can fulfil this request. */
    static List<Transition> of(TransitionRequest request) {
        return request.resolution() == null ? of(request.action()) : resolutions(request.resolution());
    }

    static List<Transition> of(OrderAction action) {
        return TABLE.stream().filter(row -> row.action() == action).toList();
    }

    /** The actions that these roles may take in this state, in the order of {@link OrderAction}. */
    static List<OrderAction> allowed(OrderState state, Set<Role> roles) {
        return Stream.of(OrderAction.values())
                .filter(action -> isAllowed(action, state, roles))
                .toList();
    }

    static boolean isAllowed(OrderAction action, OrderState state, Set<Role> roles) {
        return TABLE.stream()
                        .anyMatch(row -> row.action() == action && row.from().equals(state) && roles.contains(row.by()))
                || startsFirst(action, state) && isAllowed(START, state, roles);
    }

    /** Whether these roles may take this action in any state. */
    static boolean isEverAllowed(OrderAction action, Set<Role> roles) {
        return of(action).stream().anyMatch(row -> roles.contains(row.by()));
    }

    /** Work that is submitted before it was started needs two moves: {@code start} and {@code submit-work}. */
    static boolean startsFirst(OrderAction action, OrderState state) {
        return action == SUBMIT_WORK && state.status() == PAYMENT_CONFIRMED;
    }

    /** The transitions that resolve a dispute as the admin decided. */
    static List<Transition> resolutions(Resolution resolution) {
        return of(RESOLVE).stream()
                .filter(row -> row.to().status() == resolution.outcome())
                .filter(row ->
                        row.to().status() != CANCELLED || row.to().payment() == resolution.paymentAfter(row.from()))
                .toList();
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
            rows.add(new Transition(action, by, new OrderState(from, payment), new OrderState(to, paymentAfter)));
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

        Table resolve(OrderStatus to, PaymentStatus paymentAfter) {
            return row(RESOLVE, ADMIN, DISPUTED, PROOF_SUBMITTED, to, paymentAfter)
                    .row(RESOLVE, ADMIN, DISPUTED, CONFIRMED, to, paymentAfter);
        }

        List<Transition> rows() {
            return List.copyOf(rows);
        }
    }
}
