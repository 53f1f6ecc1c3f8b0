package dev.guildhall.order;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A proposal as a party makes it.
 *
 * @param days to work on, from now or from the date of delivery, whichever is later; null: not of this kind
 * @param refundAmount to be paid back; null: not of this kind
 */
record NewProposal(
        ProposalKind kind,
        @Nullable Integer days,
        @Nullable BigDecimal refundAmount,
        @Nullable String note) {
    static final int MAX_DAYS = 365;
}
