package dev.guildhall.order;

import dev.guildhall.db.Columns;
import dev.guildhall.money.Money;
import dev.guildhall.user.UserSummary;
import io.vertx.sqlclient.Row;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An order as the caller sees it.
 *
 * @param lastProposal the open one, or one that has expired since the last move; null: there is none
 * @param dispute null: it is not disputed
 * @param instructionsChanged letters for what has changed of the payment instructions since they were in this version
 * @param isReviewed whether the caller has reviewed it
 */
record Order(
        UUID id,
        UUID gigId,
        UserSummary client,
        UserSummary freelancer,
        OrderState state,
        String gigTitle,
        BigDecimal amount,
        String currency,
        int deliveryDays,
        String paymentReference,
        @Nullable String paymentInstructions,
        @Nullable OffsetDateTime paymentInstructionsChangedAt,
        Deadlines deadlines,
        @Nullable BigDecimal refundAmount,
        @Nullable PaymentProof proof,
        @Nullable RefundProof refundProof,
        OrderEvent lastEvent,
        @Nullable Proposal lastProposal,
        @Nullable Dispute dispute,
        String instructionsChanged,
        boolean isReviewed,
        int version,
        OffsetDateTime createdAt,
        OffsetDateTime updatedAt) {

    /** From the orders table as {@code o}. The ids of the parties are in their summaries. */
    static final Columns COLUMNS = Columns.of(
                    "o.id",
                    "o.gig_id",
                    "o.amount",
                    "o.delivery_days",
                    "o.deliver_by",
                    "o.refund_amount",
                    "o.version",
                    "o.created_at",
                    "o.updated_at")
            .withText("o.status", "o.payment_status", "o.gig_title", "o.currency", "o.payment_reference");

    static Order from(Row row) {
        OrderState state = OrderState.from(row);
        OrderEvent lastEvent = OrderEvent.from(row);
        Deadlines deadlines = Deadlines.from(row, state);
        return new Order(
                row.getUUID("id"),
                row.getUUID("gig_id"),
                UserSummary.from(row, "client"),
                UserSummary.from(row, "freelancer"),
                state,
                row.getString("gig_title"),
                Money.from(row, "amount"),
                row.getString("currency"),
                row.getInteger("delivery_days"),
                row.getString("payment_reference"),
                row.getString("payment_instructions"),
                row.getOffsetDateTime("payment_instructions_changed_at"),
                deadlines,
                Money.fromNullable(row, "refund_amount"),
                PaymentProof.from(row),
                RefundProof.from(row),
                lastEvent,
                Proposal.from(row),
                Dispute.from(row, state, lastEvent, deadlines),
                row.getString("instructions_changed"),
                row.getBoolean("is_reviewed"),
                row.getInteger("version"),
                row.getOffsetDateTime("created_at"),
                row.getOffsetDateTime("updated_at"));
    }

    /** Null if there is no open one. */
    @Nullable
    Proposal proposal() {
        return lastProposal == null || !lastProposal.isOpen() ? null : lastProposal;
    }

    OrderFacts facts() {
        Proposal open = proposal();
        return new OrderFacts(
                state,
                lastEvent.action(),
                deadlines.appealBy() != null,
                dispute != null && dispute.answered(),
                open == null ? null : open.proposedBy());
    }

    /** What time alone has changed of this version of the order, for its entity tag; empty: nothing. */
    String changedByTime() {
        return (deadlines.appealBy() == null && OrderTransitions.canBeAppealed(state, lastEvent.action()) ? "a" : "")
                + (lastProposal != null && !lastProposal.isOpen() ? "p" : "")
                + (dispute != null && dispute.answered() ? "d" : "")
                + instructionsChanged;
    }

    Set<Role> rolesOf(UUID user, boolean isAdmin) {
        return roles(client.id(), freelancer.id(), user, isAdmin);
    }

    /** An admin who is a party has only the role of the party, so that nobody resolves their own dispute. */
    static Set<Role> roles(UUID client, UUID freelancer, UUID user, boolean isAdmin) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        if (user.equals(client)) {
            roles.add(Role.CLIENT);
        }
        if (user.equals(freelancer)) {
            roles.add(Role.FREELANCER);
        }
        if (isAdmin && roles.isEmpty()) {
            roles.add(Role.ADMIN);
        }
        return roles;
    }
}
