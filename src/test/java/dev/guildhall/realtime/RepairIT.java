package dev.guildhall.realtime;

import static dev.guildhall.realtime.InsertedMessages.insert;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.RecordingProxy.Held;
import dev.guildhall.support.TestSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What happens while a client is sent what it missed, by the safety net or by a sync. */
@Tag("RT-1")
class RepairIT {
    private static final Duration AT_ONCE = Duration.ofSeconds(5);
    /** More than is pushed like new messages. */
    private static final int MANY = 100;

    @RegisterExtension
    static final Market market = new Market();

    private static HeldNode node;

    private final Person anna = market.aUser("Anna");
    private final Person bert = market.aUser("Bert");
    private final Person carl = market.aUser("Carl");
    private final Person dora = market.aUser("Dora");

    @BeforeAll
    static void start() {
        node = HeldNode.on(market.database());
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    @Tag("RT-4")
    @Tag("RT-7")
    void repairsEverySocketOfBothUsers() {
        try (TestSocket phone = node.sockets().open(bert);
                TestSocket laptop = node.sockets().open(bert);
                TestSocket own = node.sockets().open(anna)) {
            insert(market.sql(), anna, bert, MANY, "lost");
            node.check();
            for (TestSocket device : List.of(phone, laptop, own)) {
                assertThat(gaps(device, anna, MANY)).as("gaps in the messages").isEmpty();
            }
        }
    }

    @Test
    @Tag("RT-7")
    void sendsEverythingInALongRepair() {
        int more = 600;
        try (TestSocket receiver = node.sockets().open(bert)) {
            insert(market.sql(), anna, bert, more, "lost");
            node.check();
            assertThat(gaps(receiver, anna, more)).as("gaps in the messages").isEmpty();
        }
    }

    @Test
    @Tag("RT-7")
    void leavesNewMessagesToTheRunningRepair() {
        try (TestSocket sender = market.sockets().open(anna);
                TestSocket witness = node.sockets().open(dora);
                TestSocket receiver = node.sockets().open(bert)) {
            insert(market.sql(), anna, bert, MANY, "lost");
            try (Held repair = node.proxy().holdResponse(HeldNode.MISSING)) {
                node.check();
                repair.await();
                sender.sendMessage(bert, "meanwhile").await("message.ack");
                sender.sendMessage(dora, "sent after it").await("message.ack");
                witness.await("message.new", AT_ONCE);
                repair.release();
                assertThat(gaps(receiver, anna, MANY + 1))
                        .as("gaps in the messages")
                        .isEmpty();
            }
        }
    }

    @Test
    @Tag("RT-7")
    void leavesMessagesOfAnotherUserToTheRunningRepair() {
        try (TestSocket sender = market.sockets().open(carl);
                TestSocket witness = node.sockets().open(dora);
                TestSocket receiver = node.sockets().open(bert)) {
            insert(market.sql(), anna, bert, MANY, "lost");
            try (Held repair = node.proxy().holdResponse(HeldNode.MISSING)) {
                node.check();
                repair.await();
                sender.sendMessage(bert, "meanwhile").await("message.ack");
                sender.sendMessage(bert, "and again").await("message.ack");
                sender.sendMessage(dora, "sent after it").await("message.ack");
                witness.await("message.new", AT_ONCE);
                repair.release();
                assertThat(gaps(receiver, carl, 2))
                        .as("gaps in the other conversation")
                        .isEmpty();
                assertThat(gaps(receiver, anna, MANY))
                        .as("gaps in the repaired conversation")
                        .isEmpty();
            }
        }
    }

    @Test
    @Tag("RT-7")
    void sendsWhatIsPostedAndWhatACheckFindsMeanwhile() {
        Person emil = market.aUser("Emil");
        try (TestSocket receiver = node.sockets().open(bert);
                TestSocket witness = node.sockets().open(dora)) {
            insert(market.sql(), anna, bert, MANY, "lost");
            try (Held repair = node.proxy().holdResponse(HeldNode.MISSING)) {
                node.check();
                repair.await();
                node.server()
                        .api()
                        .as(carl)
                        .post("/messages", Map.of("receiver_id", bert.id(), "content", "posted meanwhile"))
                        .expect(201);
                insert(market.sql(), emil, bert, MANY, "lost too");
                insert(market.sql(), emil, dora, 1, "found by the same check");
                node.check();
                witness.await("message.new", AT_ONCE);
                repair.release();
                for (Map.Entry<Person, Integer> messages :
                        Map.of(anna, MANY, carl, 1, emil, MANY).entrySet()) {
                    assertThat(gaps(receiver, messages.getKey(), messages.getValue()))
                            .as("gaps in the messages of %s", messages.getKey().fullName())
                            .isEmpty();
                }
            }
        }
    }

    @Test
    @Tag("RT-7")
    void closesTheSocketThatItCannotRepair() {
        try (TestSocket receiver = node.sockets().open(bert);
                Held repair = node.proxy().holdResponse(HeldNode.MISSING)) {
            insert(market.sql(), anna, bert, MANY, "lost");
            node.check();
            repair.await().breakConnection();
            assertThat(receiver.awaitEnd(AT_ONCE)).as("try later").isEqualTo(1013);
        }
    }

    @Test
    @Tag("RT-6")
    void answersASyncRequestedDuringARepair() {
        try (TestSocket receiver = node.sockets().open(bert)) {
            insert(market.sql(), anna, bert, MANY, "lost");
            try (Held repair = node.proxy().holdResponse(HeldNode.MISSING)) {
                node.check();
                repair.await();
                receiver.send(sync(anna, MANY - 1));
                receiver.receivedSoFarInShort();
                repair.release();
                receiver.await("synced", AT_ONCE);
            }
        }
    }

    @Test
    @Tag("RT-6")
    @Tag("RT-7")
    void repairsWhatACheckFindsDuringASync() {
        insert(market.sql(), anna, bert, 3, "missed");
        try (TestSocket receiver = node.sockets().open(bert);
                TestSocket witness = node.sockets().open(dora)) {
            try (Held sync = node.proxy().holdResponse(HeldNode.MISSING)) {
                receiver.send(sync(anna, 0));
                sync.await();
                insert(market.sql(), carl, bert, MANY, "lost");
                insert(market.sql(), carl, dora, 1, "found by the same check");
                node.check();
                witness.await("message.new", AT_ONCE);
                sync.release();
                receiver.await("synced", AT_ONCE);
                assertThat(gaps(receiver, anna, 3)).as("gaps in the messages").isEmpty();
                assertThat(gaps(receiver, carl, MANY))
                        .as("gaps in the messages")
                        .isEmpty();
            }
        }
    }

    @Test
    @Tag("RT-6")
    void pushesMessagesSentDuringASync() {
        insert(market.sql(), anna, bert, 3, "missed");
        try (TestSocket sender = market.sockets().open(anna);
                TestSocket receiver = node.sockets().open(bert);
                Held sync = node.proxy().holdResponse(HeldNode.MISSING)) {
            receiver.send(sync(anna, 0));
            sync.await();
            sender.sendMessage(bert, "meanwhile").await("message.ack");
            receiver.await("message.new", isFrom(anna, 4), AT_ONCE);
            sync.release();
            receiver.await("synced", AT_ONCE);
        }
    }

    @Test
    @Tag("RT-6")
    void answersTheLastOfTheSyncsRequestedDuringOne() {
        insert(market.sql(), anna, bert, 5, "missed");
        try (TestSocket receiver = node.sockets().open(bert);
                Held sync = node.proxy().holdResponse(HeldNode.MISSING)) {
            receiver.send(sync(anna, 4));
            sync.await();
            receiver.send(sync(anna, 0)).send(sync(anna, 3));
            assertThat(receiver.receivedSoFarInShort())
                    .as("frames sent before the missing messages were read")
                    .isEmpty();
            sync.release();
            receiver.await("synced", AT_ONCE);
            receiver.await("synced", AT_ONCE);
            assertThat(receiver.receivedSoFarInShort())
                    .as("messages sent by the first and the last sync")
                    .containsExactly("message.new 5 'missed'", "message.new 4 'missed'", "message.new 5 'missed'");
        }
    }

    private static Map<String, ?> sync(Person peer, int seen) {
        return Map.of("type", "sync", "seen", Map.of(peer.id(), seen));
    }

    private static Predicate<JsonNode> isFrom(Person sender, long seq) {
        UUID id = sender.id();
        return frame -> frame.path("type").asText().equals("message.new")
                && frame.at("/message/sender_id").asText().equals(id.toString())
                && frame.at("/message/seq").asLong() == seq;
    }

    /** Gaps in the numbers of the messages of this user, up to this one; a client recognises those that come twice. */
    private static List<String> gaps(TestSocket device, Person sender, int last) {
        List<String> gaps = new ArrayList<>();
        long before = 0;
        while (before != last) {
            long seq = device.await(
                            "message.new",
                            frame -> frame.at("/message/sender_id")
                                    .asText()
                                    .equals(sender.id().toString()),
                            AT_ONCE)
                    .at("/message/seq")
                    .asLong();
            if (seq > before + 1) {
                gaps.add(seq + " after " + before);
            }
            before = Math.max(before, seq);
        }
        return gaps;
    }
}
