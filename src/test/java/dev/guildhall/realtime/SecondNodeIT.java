package dev.guildhall.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Await;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.Server;
import dev.guildhall.support.Sql;
import dev.guildhall.support.TestDatabase;
import dev.guildhall.support.TestSocket;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SecondNodeIT {
    private static final Duration IN_TIME = Duration.ofMillis(500);
    private static final Duration UNTIL_ALONE = Duration.ofSeconds(20);
    private static final Map<String, String> RARE_CHECKS = Map.of("SAFETY_NET_INTERVAL", "1m");

    @Test
    @Tag("NODE-1")
    @Tag("NODE-2")
    void receivesTheEventsOfANodeThatWasAloneForLong() throws Exception {
        try (TestDatabase database = TestDatabase.fresh();
                Sql sql = database.sql();
                Server first = Server.on(database.address(), RARE_CHECKS)) {
            Market market = Market.of(first, sql);
            Person anna = market.aUser("Anna");
            Person bert = market.aUser("Bert");
            assertThat(Await.until(UNTIL_ALONE, () -> first.metric("bridge_alone") == 1))
                    .as("the first node is alone")
                    .isTrue();
            try (Server second = Server.on(database.address(), RARE_CHECKS);
                    TestSocket atFirst = first.sockets().open(anna);
                    TestSocket atSecond = second.sockets().open(bert)) {
                atFirst.sendMessage(bert, "hello").await("message.ack");
                atSecond.await("message.new", IN_TIME);
                atFirst.send(Map.of("type", "typing", "user_id", bert.id()));
                atSecond.await("typing", IN_TIME);
            }
        }
    }
}
