package dev.guildhall.gig;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** A gig that a freelancer creates. */
record NewGig(
        String title,
        String description,
        BigDecimal price,
        int deliveryDays,
        @Nullable String language,
        boolean isActive) {}
