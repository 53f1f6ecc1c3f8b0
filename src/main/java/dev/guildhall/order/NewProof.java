package dev.guildhall.order;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** A proof of payment as the client hands it in. */
record NewProof(
        String reference,
        String payerName,
        BigDecimal amount,
        @Nullable String url) {}
