package dev.guildhall.order;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.vertx.sqlclient.Row;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a client says of a payment made: a reference that the freelancer finds in the bank's own record. */
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

    static final String COLUMNS = """
            p.id as proof_id, p.proof_reference, p.payer_name, p.amount as proof_amount, p.proof_url, p.submitted_at, p.verified
            """;

    /** From a row that also holds the order's id, amount and currency; null where no proof was joined. */
    static @Nullable PaymentProof from(Row row) {
        UUID id = row.getUUID("proof_id");
        if (id == null) {
            return null;
        }
        BigDecimal amount = row.getBigDecimal("proof_amount");
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

    /** A proof in the list of all attempts, with what became of it. */
    record Attempt(
            @com.fasterxml.jackson.annotation.JsonUnwrapped PaymentProof proof,
            String outcome,

            @Nullable @JsonInclude(JsonInclude.Include.ALWAYS)
            OffsetDateTime settledAt) {

        static @Nullable Attempt from(Row row) {
            PaymentProof proof = PaymentProof.from(row);
            return proof == null
                    ? null
                    : new Attempt(proof, row.getString("outcome"), row.getOffsetDateTime("settled_at"));
        }
    }
}
