package dev.guildhall.gig;

import dev.guildhall.auth.Caller;
import dev.guildhall.db.RequestColumns;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A gig that a freelancer creates. */
record NewGig(
        UUID id,
        Caller freelancer,
        String title,
        String description,
        BigDecimal price,
        Currency currency,
        int deliveryDays,
        @Nullable String language,
        boolean isActive) {
    static final RequestColumns<NewGig> COLUMNS = RequestColumns.<NewGig>none()
            .with("id", "uuid", UUID[]::new, NewGig::id)
            .with("freelancer_id", "uuid", UUID[]::new, gig -> gig.freelancer().id())
            .with("title", "text", String[]::new, NewGig::title)
            .with("description", "text", String[]::new, NewGig::description)
            .withNumeric("price", NewGig::price)
            .with("currency", "text", String[]::new, gig -> gig.currency().getCurrencyCode())
            .with("delivery_days", "int", Integer[]::new, NewGig::deliveryDays)
            .with("language", "text", String[]::new, NewGig::language)
            .with("is_active", "boolean", Boolean[]::new, NewGig::isActive);
}
