package dev.guildhall.order;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.guildhall.db.Columns;
import dev.guildhall.money.Money;
import io.vertx.sqlclient.Row;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The freelancer's data about a refund: the client looks up the reference in their bank account. */
record RefundProof(
        UUID id,
        UUID orderId,
        String proofReference,
        @JsonFormat(shape = JsonFormat.Shape.STRING) BigDecimal amount,
        String currency,
        boolean amountMatches,
        OffsetDateTime submittedAt) {

    /** From the refund_proofs table as {@code r}. */
    static final Columns COLUMNS = Columns.of(
                    "r.id as refund_id", "r.amount as refunded_amount", "r.submitted_at as refund_submitted_at")
            .withText("r.proof_reference as refund_reference");

    /** From a row that also has the order's id, refund amount and currency; null if no refund was sent. */
    static @Nullable RefundProof from(Row row) {
        UUID id = row.getUUID("refund_id");
        if (id == null) {
            return null;
        }
        BigDecimal amount = Money.from(row, "refunded_amount");
        return new RefundProof(
                id,
                row.getUUID("id"),
                row.getString("refund_reference"),
                amount,
                row.getString("currency"),
                amount.compareTo(row.getBigDecimal("refund_amount")) == 0,
                row.getOffsetDateTime("refund_submitted_at"));
    }
}
