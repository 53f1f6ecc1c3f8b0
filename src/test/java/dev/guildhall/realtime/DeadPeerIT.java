package dev.guildhall.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.TestSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DeadPeerIT {
    @RegisterExtension
    static final Market market = new Market();

    @Tag("RT-10")
    @Test
    void closesSocketsThatSendNothingFor75SecondsAndNoOthers() {
        Person anna = market.aUser("Anna");
        Person bert = market.aUser("Bert");
        try (TestSocket silent = market.sockets().open(anna).ignoringPings();
                TestSocket quiet = market.sockets().open(bert)) {
            CompletableFuture<Boolean> receives = CompletableFuture.supplyAsync(() ->
                    quiet.await(frame -> frame.path("type").asText().equals("message.new"), Duration.ofSeconds(110))
                            != null);
            Instant opened = Instant.now();

            assertThat(silent.awaitEnd(Duration.ofSeconds(100))).isEqualTo(CloseCode.GOING_AWAY.number());
            assertThat(Duration.between(opened, Instant.now()))
                    .isBetween(Duration.ofSeconds(70), Duration.ofSeconds(85));
            assertThat(silent.pings()).isBetween(2, 3);

            market.api()
                    .as(anna)
                    .post("/messages", Map.of("receiver_id", bert.id(), "content", "Still there?"))
                    .expect(201);
            assertThat(receives).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(true);
        }
    }
}
