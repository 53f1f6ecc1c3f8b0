package dev.guildhall.realtime;

import static dev.guildhall.realtime.InsertedMessages.insert;
import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.RecordingProxy.Held;
import dev.guildhall.support.Sql;
import dev.guildhall.support.TestSocket;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What each check of the safety net finds if something happens in between. */
@Tag("RT-7")
class SafetyNetChecksIT {
    private static final Duration AT_ONCE = Duration.ofSeconds(5);
    /** More than one statement of a check reads. */
    private static final int MORE_THAN_A_PAGE = 1_100;

    @RegisterExtension
    static final Market market = new Market();

    private static HeldNode node;

    private final Person anna = market.aUser("Anna");
    private final Person bert = market.aUser("Bert");

    @BeforeAll
    static void start() {
        node = HeldNode.on(market.database());
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void findsAgainTheMessagesThatItCouldNotRead() {
        try (TestSocket receiver = node.sockets().open(bert);
                Held read = node.proxy().holdResponse(HeldNode.BY_IDS)) {
            insert(market.sql(), anna, bert, 1, "lost");
            node.check();
            read.await().breakConnection();
            node.check();
            receiver.await("message.new", AT_ONCE);
        }
    }

    @Test
    @Tag("RT-9")
    void findsAgainTheDeactivationThatItCouldNotRead() {
        try (TestSocket device = node.sockets().open(bert);
                Held read = node.proxy().holdResponse("from users where id = any")) {
            market.sql().update("update users set is_active = false where id = ?", bert.id());
            node.check();
            read.await().breakConnection();
            node.check();
            assertThat(device.awaitEnd(AT_ONCE)).isEqualTo(4403);
        }
    }

    @Test
    void checksAgainIfRequestedDuringACheck() {
        try (TestSocket receiver = node.sockets().open(bert);
                Held check = node.proxy().holdResponse(HeldNode.CHECK)) {
            node.check();
            check.await();
            insert(market.sql(), anna, bert, 1, "too late for that check");
            node.check();
            check.release();
            receiver.await("message.new", AT_ONCE);
        }
    }

    @Test
    void findsACommitAfterThoseOfLaterTransactions() {
        Person carl = market.aUser("Carl");
        try (TestSocket receiver = node.sockets().open(bert);
                Sql slow = market.database().sql()) {
            slow.begin();
            insert(slow, anna, bert, 1, "late");
            for (int check = 1; check <= 3; check++) {
                insert(market.sql(), carl, bert, 1, "meanwhile");
                node.check();
                receiver.await("message.new", AT_ONCE);
            }
            slow.commit();
            node.check();
            assertThat(receiver.await("message.new", AT_ONCE)
                            .at("/message/content")
                            .asText())
                    .as("the message that was committed last")
                    .isEqualTo("late");
        }
    }

    /** An open transaction makes it find again what was found already. */
    @Test
    void deliversNothingTwiceThatItFindsAgain() {
        try (TestSocket sender = node.sockets().open(anna);
                TestSocket receiver = node.sockets().open(bert);
                Sql slow = market.database().sql()) {
            slow.begin();
            slow.rows("select pg_current_xact_id()");
            insert(market.sql(), anna, bert, 1, "found");
            node.check();
            receiver.await("message.new", AT_ONCE);
            sender.sendMessage(bert, "sent over the bus").await("message.ack");
            receiver.await("message.new", AT_ONCE);
            insert(market.sql(), anna, bert, 1, "a check later");
            node.check();
            receiver.await("message.new", AT_ONCE);
            insert(market.sql(), anna, bert, 1, "two checks later");
            node.check();
            receiver.await("message.new", frame -> frame.at("/message/seq").asLong() == 4, AT_ONCE);
            assertThat(receiver.receivedSoFarInShort())
                    .as("delivered more than once")
                    .isEmpty();
            slow.rollback();
        }
    }

    @Test
    void findsAMessageAfterAFullPageOfMessagesOfOthers() {
        Person carl = market.aUser("Carl");
        try (TestSocket receiver = node.sockets().open(bert)) {
            insert(market.sql(), anna, carl, MORE_THAN_A_PAGE, "of others");
            insert(market.sql(), anna, bert, 1, "after them");
            node.check();
            receiver.await("message.new", AT_ONCE);
        }
    }

    @Test
    @Tag("RT-9")
    void findsADeactivationAmongMoreThanAPageOfThemAndOfMessages() {
        Person last = market.aUser("Last");
        Person carl = market.aUser("Carl");
        market.sql()
                .update(
                        "insert into users (id, email, full_name) select ('00000000' || right(gen_random_uuid()::text, 28))::uuid, 'e' || n || '@example.org', 'One of many' from generate_series(1, ?) n",
                        MORE_THAN_A_PAGE);
        try (TestSocket device = node.sockets().open(last);
                TestSocket receiver = node.sockets().open(bert)) {
            market.sql()
                    .update("update users set is_active = false where full_name = 'One of many' or id = ?", last.id());
            insert(market.sql(), anna, carl, MORE_THAN_A_PAGE, "of others");
            insert(market.sql(), anna, bert, 1, "after them");
            node.check();
            assertThat(device.awaitEnd(AT_ONCE))
                    .as("the close code of the last of many deactivated users")
                    .isEqualTo(4403);
            receiver.await("message.new", AT_ONCE);
        }
    }

    @Test
    @Tag("NODE-3")
    void checksOnlyOnceItIsConnectedToTheOtherNodesAgain() {
        try (TestSocket sender = market.sockets().open(anna);
                TestSocket receiver = node.sockets().open(bert);
                Held listen = node.proxy().holdStatement("listen guildhall")) {
            market.sql().rows("""
                            select pg_terminate_backend(pid) from pg_stat_activity
                            where application_name = 'guildhall bridge' and datname = current_database()
                            """);
            listen.await();
            sender.sendMessage(bert, "while the node did not listen").await("message.ack");
            listen.release();
            receiver.await("message.new", AT_ONCE);
        }
    }

    /** A message that is left to the safety net delays no later one. */
    @Test
    @Tag("NODE-2")
    void deliversMessagesOfOtherNodesAfterOneThatItCouldNotRead() {
        try (TestSocket sender = market.sockets().open(anna);
                TestSocket receiver = node.sockets().open(bert);
                Held read = node.proxy().holdResponse(HeldNode.BY_IDS)) {
            sender.sendMessage(bert, "cannot be read").await("message.ack");
            read.await();
            sender.sendMessage(bert, "waits for the first").await("message.ack");
            sender.sendMessage(bert, "waits too").await("message.ack");
            read.breakConnection();
            receiver.await("message.new", frame -> frame.at("/message/seq").asLong() == 2, AT_ONCE);
            receiver.await("message.new", frame -> frame.at("/message/seq").asLong() == 3, AT_ONCE);
            node.check();
            receiver.await("message.new", frame -> frame.at("/message/seq").asLong() == 1, AT_ONCE);
        }
    }

    @Test
    @Tag("NODE-2")
    void deliversWhatItReadsWhileItsConnectionsAreReplaced() {
        try (TestSocket sender = market.sockets().open(anna);
                TestSocket receiver = node.sockets().open(bert);
                Held read = node.proxy().holdResponse(HeldNode.BY_IDS)) {
            sender.sendMessage(bert, "being read").await("message.ack");
            read.await();
            // Once the database can be written to again, all connections are replaced.
            try (Held broken = node.proxy().holdResponse(HeldNode.MONITOR)) {
                broken.await().breakConnection();
            }
            try (Held recovered = node.proxy().holdResponse(HeldNode.MONITOR)) {
                recovered.await();
            }
            try (Held later = node.proxy().holdResponse(HeldNode.MONITOR)) {
                later.await();
            }
            read.release();
            receiver.await("message.new", AT_ONCE);
        }
    }
}
