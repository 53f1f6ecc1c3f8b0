package dev.guildhall.order;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.guildhall.auth.Caller;
import dev.guildhall.user.UserSummary;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An order as JSON for one caller. It names the actions that the caller may take next, so that a frontend needs no rules of its
 * own.
 */
record OrderJson(
        UUID id,
        UUID gigId,
        String gigTitle,
        UUID clientId,
        UserSummary client,
        UUID freelancerId,
        UserSummary freelancer,
        OrderStatus status,
        PaymentStatus paymentStatus,
        @JsonFormat(shape = JsonFormat.Shape.STRING) BigDecimal amount,
        String currency,
        int deliveryDays,
        String paymentReference,
        @Nullable String paymentInstructions,
        @Nullable OffsetDateTime paymentInstructionsChangedAt,
        @Nullable PaymentProof paymentProof,

        @JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable
        BigDecimal refundAmount,

        @Nullable RefundProof refundProof,
        @Nullable ProposalJson proposal,
        @Nullable Dispute dispute,
        List<String> allowedActions,
        OrderEvent lastEvent,
        @Nullable Role awaiting,
        Deadlines deadlines,
        boolean canReview,
        int version,
        OffsetDateTime createdAt,
        OffsetDateTime updatedAt) {

    static OrderJson of(Order order, Caller caller) {
        Set<Role> roles = order.rolesOf(caller.id(), caller.isAdmin());
        Proposal proposal = order.proposal();
        boolean isParty = roles.contains(Role.CLIENT) || roles.contains(Role.FREELANCER);
        return new OrderJson(
                order.id(),
                order.gigId(),
                order.gigTitle(),
                order.client().id(),
                order.client(),
                order.freelancer().id(),
                order.freelancer(),
                order.state().status(),
                order.state().payment(),
                order.amount(),
                order.currency(),
                order.deliveryDays(),
                order.paymentReference(),
                order.paymentInstructions(),
                order.paymentInstructionsChangedAt(),
                order.proof(),
                order.refundAmount(),
                order.refundProof(),
                proposal == null ? null : proposal.toJson(roles),
                order.dispute(),
                order.facts().allowedActions(roles),
                order.lastEvent(),
                Awaiting.of(order.state()),
                order.deadlines(),
                isParty && order.state().status() == OrderStatus.COMPLETED && !order.isReviewed(),
                order.version(),
                order.createdAt(),
                order.updatedAt());
    }
}
