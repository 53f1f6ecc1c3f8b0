package dev.guildhall.user;

import io.vertx.sqlclient.Row;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person in short, as shown beside their id wherever it appears.
 *
 * @param ratingAvg 1.00 to 5.00 with two decimals; null before the first review
 */
public record Card(
        UUID id,
        String fullName,
        @Nullable String avatarUrl,
        @Nullable BigDecimal ratingAvg,
        int ratingCount) {

    /** The columns of a card, from the users table under this alias, prefixed by it. */
    public static String columns(String alias) {
        return "%1$s.id as %1$s_id, %1$s.full_name as %1$s_full_name, %1$s.avatar_url as %1$s_avatar_url, %1$s.rating_sum as %1$s_rating_sum, %1$s.rating_count as %1$s_rating_count"
                .formatted(alias);
    }

    public static Card from(Row row, String alias) {
        int count = row.getInteger(alias + "_rating_count");
        return new Card(
                row.getUUID(alias + "_id"),
                row.getString(alias + "_full_name"),
                row.getString(alias + "_avatar_url"),
                average(row.getLong(alias + "_rating_sum"), count),
                count);
    }

    static @Nullable BigDecimal average(long sum, int count) {
        return count == 0 ? null : BigDecimal.valueOf(sum).divide(BigDecimal.valueOf(count), 2, RoundingMode.HALF_UP);
    }
}
