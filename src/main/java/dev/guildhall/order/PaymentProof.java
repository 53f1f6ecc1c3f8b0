package dev.guildhall.order;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.guildhall.db.Columns;
import dev.guildhall.money.Money;
import io.vertx.sqlclient.Row;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The client's data about a payment: the freelancer looks up the reference in their bank account. */
record PaymentProof(
        UUID id,
        UUID orderId,
        String proofReference,
        String payerName,
        @JsonFormat(shape = JsonFormat.Shape.STRING) BigDecimal amount,
        String currency,
        boolean amountMatches,
        @Nullable String proofUrl,
        OffsetDateTime submittedAt,
        boolean verified) {

    /** From the payment_proofs table as {@code p}. */
    static final Columns COLUMNS = Columns.of(
                    "p.id as proof_id", "p.amount as proof_amount", "p.submitted_at", "p.verified")
            .withText("p.proof_reference", "p.payer_name", "p.proof_url");

    /** From a row that also has the order's id, amount and currency; null if the order has no proof. */
    static @Nullable PaymentProof from(Row row) {
        UUID id = row.getUUID("proof_id");
        if (id == null) {
            return null;
        }
        BigDecimal amount = Money.from(row, "proof_amount");
        return new PaymentProof(
                id,
                row.getUUID("id"),
                row.getString("proof_reference"),
                row.getString("payer_name"),
                amount,
                row.getString("currency"),
                amount.compareTo(row.getBigDecimal("amount")) == 0,
                row.getString("proof_url"),
                row.getOffsetDateTime("submitted_at"),
                row.getBoolean("verified"));
    }

    /** A proof in the list of all attempts, with its outcome. */
    record Attempt(
            @JsonUnwrapped PaymentProof proof,
            String outcome,

            @Nullable @JsonInclude(JsonInclude.Include.ALWAYS)
            OffsetDateTime settledAt) {

        static Attempt from(Row row) {
            return new Attempt(
                    Objects.requireNonNull(PaymentProof.from(row)),
                    row.getString("outcome"),
                    row.getOffsetDateTime("settled_at"));
        }
    }
}
