package dev.guildhall.chat;

import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.Sql;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MessageRulesInSqlIT {
    private static final String CHECK_VIOLATION = "23514";
    private static final String UNIQUE_VIOLATION = "23505";
    private static final String INSERT =
            "insert into messages (id, sender_id, receiver_id, seq, content) values (?, ?, ?, ?, ?)";

    @RegisterExtension
    static final Market market = new Market();

    @Tag("DATA-9")
    @Test
    void refusesMessagesToOneselfAndEmptyAndOverlongOnes() {
        Person anna = market.aUser("Anna");
        Person bert = market.aUser("Bert");
        Sql sql = market.sql();
        sql.expectRefusal(CHECK_VIOLATION, INSERT, UUID.randomUUID(), anna.id(), anna.id(), 1L, "Me.");
        sql.expectRefusal(CHECK_VIOLATION, INSERT, UUID.randomUUID(), anna.id(), bert.id(), 1L, "");
        sql.expectRefusal(CHECK_VIOLATION, INSERT, UUID.randomUUID(), anna.id(), bert.id(), 0L, "None.");
        sql.expectRefusal(CHECK_VIOLATION, INSERT, UUID.randomUUID(), anna.id(), bert.id(), 1L, "😀".repeat(4_001));
        sql.update(INSERT, UUID.randomUUID(), anna.id(), bert.id(), 1L, "😀".repeat(4_000));
        sql.expectRefusal(UNIQUE_VIOLATION, INSERT, UUID.randomUUID(), bert.id(), anna.id(), 1L, "The same place.");
    }
}
