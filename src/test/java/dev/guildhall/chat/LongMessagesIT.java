package dev.guildhall.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.db.Database;
import dev.guildhall.db.PagedSelect;
import dev.guildhall.support.LongTexts;
import dev.guildhall.support.Market;
import dev.guildhall.support.RecordingProxy;
import dev.guildhall.support.Server;
import dev.guildhall.support.Sql;
import dev.guildhall.support.TestDatabase;
import dev.guildhall.support.TestSocket;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Reads for sockets where each message has the maximum length. */
@Tag("RT-6")
@Tag("RT-7")
class LongMessagesIT {
    /** One page, plus the other columns of its messages. */
    private static final long MAX_RESULT_BYTES = PagedSelect.MAX_PAGE_BYTES + 32 * 1024;

    @AutoClose
    private final TestDatabase database = TestDatabase.fresh();

    @AutoClose
    private final Sql sql = database.sql();

    @AutoClose
    private final RecordingProxy proxy = RecordingProxy.to(database.address());

    @Test
    void syncReadsAllMessagesInSeveralResults() {
        try (Server server = Server.on(proxy.address(), Map.of("CLUSTER", "off", "SAFETY_NET_INTERVAL", "60s"))) {
            LongTexts texts = new LongTexts(Market.of(server, sql));
            Map<UUID, Integer> seen = Map.of(texts.freelancer().id(), 3);
            proxy.clear();
            try (TestSocket device = server.sockets().open(texts.client())) {
                device.send(Map.of("type", "sync", "seen", seen)).await("synced");
                assertThat(device.receivedSoFar())
                        .filteredOn(frame -> frame.at("/message/sender_id")
                                .asText()
                                .equals(texts.freelancer().id().toString()))
                        .extracting(frame -> frame.at("/message/seq").asLong())
                        .isEqualTo(LongStream.rangeClosed(4, LongTexts.ROWS)
                                .boxed()
                                .toList());
            }
            assertThat(proxy.largestResponse()).isBetween(1L, MAX_RESULT_BYTES);
        }
    }

    @Test
    void findByIdsReadsAllMessagesInSeveralResults() {
        LongTexts texts = new LongTexts(Market.of(sql));
        List<UUID> ids = new ArrayList<>(texts.messages());
        Collections.shuffle(ids, new Random(1));
        ids.add(UUID.randomUUID());
        Vertx vertx = Vertx.vertx();
        try {
            Database reader = new Database(vertx, proxy.address(), 4, 0, new SimpleMeterRegistry());
            MessageRepository messages = new MessageRepository(0);
            assertThat(reader.read(client -> messages.findByIds(client, ids)).await())
                    .extracting(saved -> saved.message().id())
                    .isEqualTo(texts.messages());
            assertThat(proxy.largestResponse()).isBetween(1L, MAX_RESULT_BYTES);
            assertThat(reader.read(client -> messages.findByIds(client, List.of()))
                            .await())
                    .isEmpty();
        } finally {
            vertx.close().await();
        }
    }
}
