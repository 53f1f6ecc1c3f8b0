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

/** A gig as it is stored and as it is sent to clients. */
record Gig(
        UUID id,
        UUID freelancerId,
        UserSummary freelancer,
        String title,
        String description,
        @JsonFormat(shape = JsonFormat.Shape.STRING) BigDecimal price,
        String currency,
        int deliveryDays,
        @Nullable String language,
        boolean isActive,
        @JsonUnwrapped @Nullable GigModeration moderation,
        int version,
        OffsetDateTime createdAt,
        OffsetDateTime updatedAt) {

    static Gig from(Row row, Optional<Caller> viewer) {
        UserSummary freelancer = UserSummary.from(row, "freelancer");
        return new Gig(
                row.getUUID("id"),
                freelancer.id(),
                freelancer,
                row.getString("title"),
                row.getString("description"),
                Money.from(row, "price"),
                row.getString("currency"),
                row.getInteger("delivery_days"),
                row.getString("language"),
                row.getBoolean("is_active"),
                GigModeration.from(row, freelancer.id(), viewer),
                row.getInteger("version"),
                row.getOffsetDateTime("created_at"),
                row.getOffsetDateTime("updated_at"));
    }
}
