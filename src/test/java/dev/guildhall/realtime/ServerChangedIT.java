package dev.guildhall.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guildhall.db.Database;
import dev.guildhall.postgres.KillablePostgres;
import dev.guildhall.support.Await;
import dev.guildhall.support.CountedMessages;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.Server;
import dev.guildhall.support.Sql;
import dev.guildhall.support.TestSocket;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Transaction ids are used a second time, as after a failover to a standby that lags. */
@Tag("RT-18")
class ServerChangedIT {
    /** The time until the nodes have connected again, and that of two checks of the safety net. */
    private static final Duration IN_TIME = Duration.ofSeconds(10);

    private KillablePostgres postgres;
    private Server server;

    @BeforeEach
    void start() throws Exception {
        postgres = KillablePostgres.start(Path.of("target", "changed-postgres"));
        server = Server.on(postgres.address(), Map.of());
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        postgres.close();
    }

    @Test
    void findsMessagesWithTransactionIdsThatWereUsedBefore() throws Exception {
        Person anna;
        Person bert;
        try (Sql sql = new Sql(postgres.address())) {
            Market market = Market.of(server, sql);
            anna = market.aUser("Anna");
            bert = market.aUser("Bert");
        }
        saved();
        try (TestSocket receiver = server.sockets().open(bert)) {
            useTransactionIds(500);
            try (Sql sql = new Sql(postgres.address())) {
                insertMessage(sql, anna, bert, 1);
                messageOn(receiver);
            }
            wentBack();
            try (Sql sql = new Sql(postgres.address())) {
                UUID written = insertMessage(sql, anna, bert, 1);
                JsonNode message = messageOn(receiver);
                assertThat(message.at("/message/id").asText())
                        .as("the message with a lower transaction id")
                        .isEqualTo(written.toString());
                UUID next = insertMessage(sql, anna, bert, 2);
                assertThat(messageOn(receiver).at("/message/id").asText()).isEqualTo(next.toString());
            }
        }
    }

    @Test
    void readsNoMessagesWhoseIdsAreNoTimes() throws Exception {
        try (Checks checks = new Checks();
                Sql sql = new Sql(postgres.address())) {
            Market market = Market.of(server, sql);
            Person anna = market.aUser("Anna");
            Person bert = market.aUser("Bert");
            UUID timed = insertMessage(sql, anna, bert, 1);
            insertWithRandomId(sql, anna, bert, 2);
            checks.net.begin().await();
            postgres.kill();
            postgres.restart();
            assertThat(checks.untilOneIsFound()).containsOnly(timed);
        }
    }

    @Test
    void findsNewMessagesWhereTheGreatestIdIsNoTime() throws Exception {
        try (Checks checks = new Checks();
                Sql sql = new Sql(postgres.address())) {
            Market market = Market.of(server, sql);
            Person anna = market.aUser("Anna");
            Person bert = market.aUser("Bert");
            insertWithRandomId(sql, anna, bert, 1);
            sql.update("delete from database_clusters");
            checks.net.begin().await();
            UUID timed = insertMessage(sql, anna, bert, 2);
            assertThat(checks.untilOneIsFound()).contains(timed);
        }
    }

    private static void insertWithRandomId(Sql sql, Person sender, Person receiver, int seq) {
        UUID id = insertMessage(sql, sender, receiver, seq);
        sql.update("update messages set id = 'f0000000-0000-4000-8000-000000000000' where id = ?", id);
    }

    /** A safety net without a node. */
    private final class Checks implements AutoCloseable, SafetyNet.Listener {
        private final Vertx vertx = Vertx.vertx();
        private final SafetyNet net =
                new SafetyNet(new Database(vertx, postgres.address(), 4, 0, new SimpleMeterRegistry()));
        private final List<UUID> messages = new CopyOnWriteArrayList<>();

        private Checks() throws IOException {}

        private List<UUID> untilOneIsFound() throws IOException {
            Await.until(IN_TIME, () -> {
                net.check(this).otherwiseEmpty().await();
                return !messages.isEmpty();
            });
            return messages;
        }

        @Override
        public Future<Void> found(List<SafetyNet.Found> found, List<UUID> accounts) {
            found.forEach(message -> messages.add(message.id()));
            return Future.succeededFuture();
        }

        @Override
        public Future<Void> accountsMayHaveChanged() {
            return Future.succeededFuture();
        }

        @Override
        public void close() {
            vertx.close().await();
        }
    }

    @Test
    void knowsWhoIsDeactivatedOnTheNewServer() throws Exception {
        Person anna;
        Person bert;
        Person carl;
        try (Sql sql = new Sql(postgres.address())) {
            Market market = Market.of(server, sql);
            anna = market.aUser("Anna");
            bert = market.aUser("Bert");
            carl = market.aUser("Carl");
            sql.update("update users set is_active = false where id = ?", carl.id());
        }
        saved();
        try (Sql sql = new Sql(postgres.address())) {
            sql.update("update users set is_active = true where id = ?", carl.id());
        }
        useTransactionIds(500);
        try (TestSocket socket = server.sockets().open(bert)) {
            try (Sql sql = new Sql(postgres.address())) {
                insertMessage(sql, anna, bert, 1);
                messageOn(socket);
            }
            server.api().as(carl).get("/me").expect(200);
            wentBack();
            try (Sql sql = new Sql(postgres.address())) {
                // Twice, so that a search of the new server has ended.
                for (int seq = 1; seq <= 2; seq++) {
                    insertMessage(sql, anna, bert, seq);
                    messageOn(socket);
                }
            }
            server.api().as(carl).get("/me").expectProblem(401, "user_deactivated");
        }
    }

    @Test
    void closesTheSocketsOfUsersDeactivatedOnTheNewServer() throws Exception {
        Person anna;
        Person bert;
        try (Sql sql = new Sql(postgres.address())) {
            Market market = Market.of(server, sql);
            anna = market.aUser("Anna");
            bert = market.aUser("Bert");
            sql.update("update users set is_active = false where id = ?", bert.id());
        }
        saved();
        try (Sql sql = new Sql(postgres.address())) {
            sql.update("update users set is_active = true where id = ?", bert.id());
        }
        useTransactionIds(500);
        try (TestSocket socket = server.sockets().open(bert)) {
            try (Sql sql = new Sql(postgres.address())) {
                // So the safety net has checked, and would not find the deactivation any more by transaction ids alone.
                insertMessage(sql, anna, bert, 1);
                messageOn(socket);
            }
            wentBack();
            assertThat(socket.awaitEnd(IN_TIME)).isEqualTo(4403);
        }
    }

    @Test
    void pushesNoMessageRestoredFromADump() throws Exception {
        try (Sql sql = new Sql(postgres.address())) {
            Market market = Market.of(server, sql);
            Person anna = market.aUser("Anna");
            Person bert = market.aUser("Bert");
            server.close();
            // As in a dump from a cluster with higher transaction ids: this one has not reached them yet.
            long current = Long.parseLong(String.valueOf(
                    sql.row("select pg_current_xact_id()::text as tx").get("tx")));
            for (int seq = 1; seq <= 50; seq++) {
                UUID carried = insertMessage(sql, anna, bert, seq);
                sql.update(
                        "update messages set tx = ?::text::xid8 where id = ?",
                        String.valueOf(current + 200 + seq),
                        carried);
            }
            sql.update("delete from database_clusters");
            server = Server.on(postgres.address(), Map.of());
            try (TestSocket receiver = server.sockets().open(bert)) {
                useTransactionIds(400);
                UUID written = insertMessage(sql, anna, bert, 51);
                assertThat(messageOn(receiver).at("/message/id").asText())
                        .as("the only message that was pushed")
                        .isEqualTo(written.toString());
                assertThat(receiver.receivedSoFar()).isEmpty();
            }
        }
    }

    private void saved() throws Exception {
        postgres.stop();
        postgres.save();
        postgres.restart();
        awaitReady();
    }

    private void wentBack() throws Exception {
        postgres.stop();
        postgres.restoreSaved();
        postgres.restart();
    }

    private void awaitReady() {
        long begun = System.nanoTime();
        while (server.api().get("/health/ready").status() != 200) {
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(IN_TIME);
        }
    }

    private void useTransactionIds(int count) throws Exception {
        try (Sql sql = new Sql(postgres.address())) {
            for (int i = 0; i < count; i++) {
                sql.rows("select pg_current_xact_id()");
            }
        }
    }

    /** Directly into the database, so that only the safety net can find it. */
    private static UUID insertMessage(Sql sql, Person sender, Person receiver, int seq) {
        UUID id = new UUID(
                System.currentTimeMillis() << 16 | 0x7000, UUID.randomUUID().getLeastSignificantBits());
        sql.update(
                "with c as (" + CountedMessages.COUNT + """
                )
                insert into messages (id, sender_id, receiver_id, seq, content) values (?, ?, ?, ?, 'found')
                """,
                sender.id(),
                receiver.id(),
                1,
                id,
                sender.id(),
                receiver.id(),
                seq);
        return id;
    }

    private static JsonNode messageOn(TestSocket device) {
        return device.await("message.new", IN_TIME);
    }
}
