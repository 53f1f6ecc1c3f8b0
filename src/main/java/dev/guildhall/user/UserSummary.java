package dev.guildhall.user;

import dev.guildhall.db.Columns;
import io.vertx.sqlclient.Row;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The short form of a user, as shown beside the id wherever it appears.
 *
 * @param ratingAvg 1.00 to 5.00 with two decimals; null before the first review
 */
public record UserSummary(
        UUID id,
        String fullName,
        @Nullable String avatarUrl,
        @Nullable BigDecimal ratingAvg,
        int ratingCount) {

    /** The columns of this record, from the users table under this alias, prefixed by it. */
    public static Columns columns(String alias) {
        return Columns.of(column(alias, "id"), column(alias, "rating_sum"), column(alias, "rating_count"))
                .withText(column(alias, "full_name"), column(alias, "avatar_url"));
    }

    private static String column(String alias, String name) {
        return "%1$s.%2$s as %1$s_%2$s".formatted(alias, name);
    }

    public static UserSummary from(Row row, String alias) {
        int count = row.getInteger(alias + "_rating_count");
        return new UserSummary(
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
