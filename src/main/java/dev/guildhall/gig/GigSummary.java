package dev.guildhall.gig;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.guildhall.auth.Caller;
import dev.guildhall.money.Money;
import dev.guildhall.user.UserSummary;
import io.vertx.sqlclient.Row;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A gig in a list.
 *
 * @param descriptionExcerpt the beginning of its description
 */
record GigSummary(
        UUID id,
        UUID freelancerId,
        UserSummary freelancer,
        String title,
        String descriptionExcerpt,
        @JsonFormat(shape = JsonFormat.Shape.STRING) BigDecimal price,
        String currency,
        int deliveryDays,
        @Nullable String language,
        boolean isActive,
        @JsonUnwrapped @Nullable GigModeration moderation,
        int version,
        OffsetDateTime createdAt,
        OffsetDateTime updatedAt) {

    /** In code points. */
    static final int MAX_EXCERPT = 300;

    /** Without the moderation data. */
    static GigSummary from(Row row) {
        return of(row, null);
    }

    static GigSummary from(Row row, Optional<Caller> viewer) {
        return of(row, GigModeration.from(row, row.getUUID("freelancer_id"), viewer));
    }

    private static GigSummary of(Row row, @Nullable GigModeration moderation) {
        UserSummary freelancer = UserSummary.from(row, "freelancer");
        return new GigSummary(
                row.getUUID("id"),
                freelancer.id(),
                freelancer,
                row.getString("title"),
                row.getString("description_excerpt"),
                Money.from(row, "price"),
                row.getString("currency"),
                row.getInteger("delivery_days"),
                row.getString("language"),
                row.getBoolean("is_active"),
                moderation,
                row.getInteger("version"),
                row.getOffsetDateTime("created_at"),
                row.getOffsetDateTime("updated_at"));
    }
}
