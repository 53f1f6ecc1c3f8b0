package dev.guildhall.user;

import dev.guildhall.support.Market;
import dev.guildhall.support.Sql;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserCountsInSqlIT {
    private static final String CHECK = "23514";

    @RegisterExtension
    static final Market market = new Market();

    @ParameterizedTest
    @CsvSource({"rating_sum, 5", "rating_count, 1", "completed_orders, 1", "refund_due_at, now()"})
    @Tag("DATA-15")
    void areNotWrittenByAnybody(String column, String value) {
        UUID user = market.aUser("Rita").id();
        try (Sql sql = market.database().sql()) {
            sql.expectRefusal(CHECK, "update users set " + column + " = " + value + " where id = ?", user);
            sql.update("update users set " + column + " = " + column + ", bio = 'Unchanged.' where id = ?", user);
            sql.expectRefusal(
                    CHECK,
                    "insert into users (id, email, email_key, full_name, " + column
                            + ") values (?, 'r@x.test', 'r@x.test', 'R', " + value + ")",
                    UUID.randomUUID());
        }
    }
}
