package dev.guildhall.order;

import static dev.guildhall.order.Deadline.*;
import static dev.guildhall.order.OrderAction.*;
import static dev.guildhall.order.OrderStatus.*;
import static dev.guildhall.order.Role.*;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
            .byEitherParty(DISPUTE, PAYMENT_SUBMITTED, PROOF_SUBMITTED, DISPUTED, PROOF_SUBMITTED)
            .byEitherParty(DISPUTE, PAYMENT_CONFIRMED, CONFIRMED, DISPUTED, CONFIRMED)
            .byEitherParty(DISPUTE, IN_PROGRESS, CONFIRMED, DISPUTED, CONFIRMED)
            .byEitherParty(DISPUTE, SUBMITTED, CONFIRMED, DISPUTED, CONFIRMED)
            .byEitherParty(DISPUTE, REVISION_REQUESTED, CONFIRMED, DISPUTED, CONFIRMED)
            // The client did pay.
            .row(DISPUTE, CLIENT, PENDING_PAYMENT, REJECTED, DISPUTED, PROOF_SUBMITTED)
            .row(DISPUTE, CLIENT, CANCELLED, PENDING, DISPUTED, PROOF_SUBMITTED)
            .follows(CANCEL, AUTO_CANCEL)
            .until(APPEAL_BY)
            .row(DISPUTE, CLIENT, CANCELLED, REJECTED, DISPUTED, PROOF_SUBMITTED)
            .follows(CANCEL, AUTO_CANCEL)
            .until(APPEAL_BY)
            .row(DISPUTE, CLIENT, COMPLETED, CONFIRMED, DISPUTED, CONFIRMED)
            .follows(AUTO_APPROVE)
            .until(APPEAL_BY)
            .row(DISPUTE, CLIENT, CANCELLED, REFUND_DUE, DISPUTED, REFUND_DUE)
            .follows(CANCEL, AGREE_CANCEL)
            .row(DISPUTE, CLIENT, CANCELLED, REFUND_SENT, DISPUTED, REFUND_SENT)
            .row(DISPUTE, CLIENT, CANCELLED, REFUNDED, DISPUTED, REFUND_SENT)
            .follows(AUTO_CONFIRM_REFUND)
            .until(APPEAL_BY)
            .byEitherParty(AGREE_EXTEND, PAYMENT_CONFIRMED, CONFIRMED, PAYMENT_CONFIRMED, CONFIRMED)
            .byEitherParty(AGREE_EXTEND, IN_PROGRESS, CONFIRMED, IN_PROGRESS, CONFIRMED)
            .byEitherParty(AGREE_EXTEND, REVISION_REQUESTED, CONFIRMED, REVISION_REQUESTED, CONFIRMED)
            .byEitherParty(AGREE_EXTEND, DISPUTED, CONFIRMED, IN_PROGRESS, CONFIRMED)
            .byEitherParty(AGREE_CANCEL, PAYMENT_CONFIRMED, CONFIRMED, CANCELLED, REFUND_DUE)
            .byEitherParty(AGREE_CANCEL, IN_PROGRESS, CONFIRMED, CANCELLED, REFUND_DUE)
            .byEitherParty(AGREE_CANCEL, SUBMITTED, CONFIRMED, CANCELLED, REFUND_DUE)
            .byEitherParty(AGREE_CANCEL, REVISION_REQUESTED, CONFIRMED, CANCELLED, REFUND_DUE)
            .byEitherParty(AGREE_CANCEL, DISPUTED, CONFIRMED, CANCELLED, REFUND_DUE)
            .byEitherParty(AGREE_CANCEL, DISPUTED, REFUND_DUE, CANCELLED, REFUND_DUE)
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
            .bySystem(AUTO_CANCEL, PAY_BY, PENDING_PAYMENT, PENDING, CANCELLED, PENDING)
            .bySystem(AUTO_CANCEL, PAY_BY, PENDING_PAYMENT, REJECTED, CANCELLED, REJECTED)
            .bySystem(AUTO_APPROVE, APPROVE_BY, SUBMITTED, CONFIRMED, COMPLETED, CONFIRMED)
            .bySystem(AUTO_DISPUTE, CONFIRM_BY, PAYMENT_SUBMITTED, PROOF_SUBMITTED, DISPUTED, PROOF_SUBMITTED)
            .bySystem(AUTO_DISPUTE, ABANDON_BY, PAYMENT_CONFIRMED, CONFIRMED, DISPUTED, CONFIRMED)
            .bySystem(AUTO_DISPUTE, ABANDON_BY, IN_PROGRESS, CONFIRMED, DISPUTED, CONFIRMED)
            .bySystem(AUTO_DISPUTE, ABANDON_BY, REVISION_REQUESTED, CONFIRMED, DISPUTED, CONFIRMED)
            .bySystem(AUTO_DISPUTE, REFUND_BY, CANCELLED, REFUND_DUE, DISPUTED, REFUND_DUE)
            .follows(CANCEL, AGREE_CANCEL)
            .bySystem(AUTO_CONFIRM_REFUND, CONFIRM_BY, CANCELLED, REFUND_SENT, CANCELLED, REFUNDED)
            .rows();

    private static final Map<OrderAction, List<Transition>> BY_ACTION = TABLE.stream()
            .collect(Collectors.groupingBy(
                    Transition::action, () -> new EnumMap<>(OrderAction.class), Collectors.toUnmodifiableList()));

    private static final List<Transition> WITH_APPEAL =
            TABLE.stream().filter(row -> row.until() != null).toList();

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
        return BY_ACTION.getOrDefault(action, List.of());
    }

    /** Whether these roles may take this action in any state. */
    static boolean isEverAllowed(OrderAction action, Set<Role> roles) {
        return of(action).stream().anyMatch(row -> roles.contains(row.by()));
    }

    /** Work that is submitted before it was started needs two moves: {@code start} and {@code submit-work}. */
    static boolean startsFirst(OrderAction action, OrderState state) {
        return action == SUBMIT_WORK && state.status() == PAYMENT_CONFIRMED;
    }

    /** The deadlines that start when an order comes to this state by this action. */
    static Set<Deadline> deadlinesAfter(OrderAction action, OrderState state) {
        Set<Deadline> deadlines = EnumSet.noneOf(Deadline.class);
        for (Transition row : TABLE) {
            if (row.from().equals(state) && row.isPossibleAfter(action)) {
                Stream.of(row.deadline(), row.until()).filter(Objects::nonNull).forEach(deadlines::add);
            }
        }
        boolean isDisputed = state.status() == DISPUTED;
        if (isDisputed) {
            deadlines.add(RESPOND_BY);
        }
        // No move follows on it after an admin has decided, but then the debt is overdue.
        if (state.payment() == REFUND_DUE && (isDisputed || action == RESOLVE)) {
            deadlines.add(REFUND_BY);
        }
        return deadlines;
    }

    /** Whether an order in this state, after this action, can be moved while {@code appeal_by} runs. */
    static boolean canBeAppealed(OrderState state, OrderAction lastAction) {
        return WITH_APPEAL.stream().anyMatch(row -> row.from().equals(state) && row.isPossibleAfter(lastAction));
    }

    /** Whether this action, in this state, needs the proof of a payment. */
    static boolean needsProof(OrderAction action, OrderState state) {
        return of(action).stream().anyMatch(row -> row.from().equals(state) && needsProof(row));
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
            return add(action, by, from, payment, to, paymentAfter, null);
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

        Table bySystem(
                OrderAction action,
                Deadline deadline,
                OrderStatus from,
                PaymentStatus payment,
                OrderStatus to,
                PaymentStatus paymentAfter) {
            return add(action, SYSTEM, from, payment, to, paymentAfter, deadline);
        }

        /** Limits the last row: the last action of the order must be one of these. */
        Table follows(OrderAction... actions) {
            Transition row = removeLast();
            return add(row, Set.of(actions), row.once(), row.until());
        }

        /** Limits the last row: an order makes this move once at most. */
        Table once() {
            Transition row = removeLast();
            return add(row, row.follows(), true, row.until());
        }

        /** Limits the last row: the move is possible only while this deadline runs. */
        Table until(Deadline deadline) {
            Transition row = removeLast();
            return add(row, row.follows(), row.once(), deadline);
        }

        List<Transition> rows() {
            return List.copyOf(rows);
        }

        private Table add(
                OrderAction action,
                Role by,
                OrderStatus from,
                PaymentStatus payment,
                OrderStatus to,
                PaymentStatus paymentAfter,
                @Nullable Deadline deadline) {
            rows.add(new Transition(
                    action,
                    by,
                    new OrderState(from, payment),
                    new OrderState(to, paymentAfter),
                    Set.of(),
                    false,
                    null,
                    deadline));
            return this;
        }

        private Table add(Transition row, Set<OrderAction> follows, boolean once, @Nullable Deadline until) {
            rows.add(
                    new Transition(row.action(), row.by(), row.from(), row.to(), follows, once, until, row.deadline()));
            return this;
        }

        private Transition removeLast() {
            return rows.remove(rows.size() - 1);
        }
    }
}
