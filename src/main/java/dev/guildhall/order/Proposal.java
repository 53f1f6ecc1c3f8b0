package dev.guildhall.order;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.guildhall.db.Columns;
import dev.guildhall.money.Money;
import io.vertx.sqlclient.Row;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one party has proposed to the other.
 *
 * @param status {@code open}, or how it was closed: {@code accepted}, {@code declined}, {@code withdrawn}, {@code expired} or
 *     {@code overtaken} by another move of the order
 */
record Proposal(
        UUID id,
        UUID orderId,
        ProposalKind kind,
        @Nullable Integer days,

        @JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable
        BigDecimal refundAmount,

        @Nullable String note,
        Role proposedBy,
        String status,
        OffsetDateTime createdAt,
        OffsetDateTime expiresAt,
        @Nullable OffsetDateTime closedAt) {

    /** From the order_proposals table as {@code pr}; a proposal whose time is over is expired, even if its row still says open. */
    static final Columns COLUMNS = Columns.of(
                    "pr.id as proposal_id",
                    "pr.order_id as proposal_order_id",
                    "pr.days as proposed_days",
                    "pr.refund_amount as proposed_refund",
                    "pr.created_at as proposed_at",
                    "pr.expires_at as proposal_expires_at",
                    "coalesce(pr.closed_at, case when pr.expires_at <= now() then pr.expires_at end) as proposal_closed_at")
            .withText(
                    "pr.kind as proposal_kind",
                    "pr.note as proposal_note",
                    "pr.proposed_by",
                    "case when pr.status = 'open' and pr.expires_at <= now() then 'expired' else pr.status end as proposal_status");

    /** Null if the row has no proposal. */
    static @Nullable Proposal from(Row row) {
        UUID id = row.getUUID("proposal_id");
        return id == null
                ? null
                : new Proposal(
                        id,
                        row.getUUID("proposal_order_id"),
                        ProposalKind.valueOf(row.getString("proposal_kind").toUpperCase(Locale.ROOT)),
                        row.getInteger("proposed_days"),
                        Money.fromNullable(row, "proposed_refund"),
                        row.getString("proposal_note"),
                        Role.valueOf(row.getString("proposed_by").toUpperCase(Locale.ROOT)),
                        row.getString("proposal_status"),
                        row.getOffsetDateTime("proposed_at"),
                        row.getOffsetDateTime("proposal_expires_at"),
                        row.getOffsetDateTime("proposal_closed_at"));
    }

    boolean isOpen() {
        return status.equals("open");
    }

    /** Adds the answers that these roles may give. */
    ProposalJson toJson(Set<Role> roles) {
        List<String> answers = Stream.of(ProposalAnswer.values())
                .filter(answer -> isOpen()
                        && Stream.of(Role.CLIENT, Role.FREELANCER)
                                .anyMatch(role -> roles.contains(role) && answer.isFor(role, proposedBy)))
                .map(ProposalAnswer::text)
                .toList();
        return new ProposalJson(this, answers);
    }
}
