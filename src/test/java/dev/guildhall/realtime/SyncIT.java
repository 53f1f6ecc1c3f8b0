package dev.guildhall.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.TestSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("RT-6")
class SyncIT {
    @RegisterExtension
    static final Market market = new Market();

    private final Person anna = market.aUser("Anna");
    private final Person bert = market.aUser("Bert");

    @Test
    void sendsWhatIsMissingAndCountsAnAbsentConversationAsZero() {
        Person carl = market.aUser("Carl");
        insert(bert, anna, 5, "x");
        insert(carl, anna, 3, "x");
        settle();
        try (TestSocket device = market.sockets().open(anna)) {
            device.send(sync(Map.of(bert.id(), 2)));
            assertThat(device.await("synced").path("partial")).isEmpty();
            assertThat(seqsFrom(device, bert)).containsExactly(3L, 4L, 5L);
            assertThat(seqsFrom(device, carl)).containsExactly(1L, 2L, 3L);
            device.send(sync(Map.of(bert.id(), 5, carl.id(), 99, UUID.randomUUID(), 7)));
            device.await("synced");
            assertThat(device.receivedSoFarInShort())
                    .as("received though it was in seen")
                    .isEmpty();
        }
    }

    @Test
    void sendsTheNewestFiveHundredOfALongGapAndNamesItAsPartial() {
        insert(bert, anna, 501, "x");
        settle();
        try (TestSocket device = market.sockets().open(anna)) {
            device.send(sync(Map.of()));
            JsonNode synced = device.await("synced");
            assertThat(synced.path("partial").toString()).isEqualTo("[\"" + bert.id() + "\"]");
            assertThat(Ranges.of(seqsFrom(device, bert)))
                    .as("the numbers that came")
                    .isEqualTo("2-501");
            device.send(sync(Map.of(bert.id(), 1)));
            assertThat(device.await("synced").path("partial")).isEmpty();
            assertThat(Ranges.of(seqsFrom(device, bert)))
                    .as("the numbers that came")
                    .isEqualTo("2-501");
        }
    }

    @Test
    void readsTheRecentHundredConversationsAndThoseInSeen() {
        List<Person> peers =
                IntStream.range(0, 130).mapToObj(i -> market.aUser("Peer " + i)).toList();
        peers.forEach(peer -> insert(peer, anna, 2, "x"));
        Map<UUID, Integer> seen = new HashMap<>();
        peers.subList(0, 30).forEach(peer -> seen.put(peer.id(), 1));
        settle();
        try (TestSocket device = market.sockets().connect(anna)) {
            JsonNode hello = device.await("hello");
            assertThat(hello.path("conversations").size())
                    .as("conversations in the hello")
                    .isEqualTo(100);
            assertThat(hello.path("unread_total").asLong()).isEqualTo(260);
            device.send(sync(seen));
            assertThat(device.await("synced").path("partial")).isEmpty();
            assertThat(seqsFrom(device, peers.get(0))).containsExactly(2L);
            assertThat(seqsFrom(device, peers.get(129))).containsExactly(1L, 2L);
            assertThat(messages.size()).as("messages that came").isEqualTo(30 + 200);
        }
    }

    @Test
    void readsFourHundredConversationsInSeen() {
        List<Person> peers =
                IntStream.range(0, 380).mapToObj(i -> market.aUser("Peer " + i)).toList();
        peers.forEach(peer -> insert(peer, anna, 1, "x"));
        Map<UUID, Integer> all = new HashMap<>();
        peers.forEach(peer -> all.put(peer.id(), 0));
        settle();
        try (TestSocket device = market.sockets().open(anna)) {
            device.send(sync(all)).await("synced");
            assertThat(seqsFrom(device, peers.get(7))).containsExactly(1L);
            assertThat(messages.size()).as("messages that came").isEqualTo(380);
            all.replaceAll((peer, seq) -> 1);
            device.send(sync(all)).await("synced");
            assertThat(device.receivedSoFarInShort())
                    .as("received though it was in seen")
                    .isEmpty();
        }
    }

    @Test
    void sendsNoFasterThanTheClientReads() {
        // Far more than the network can buffer, so that otherwise the queue would overflow.
        insert(bert, anna, 500, "😀".repeat(4_000));
        Person carl = market.aUser("Carl");
        insert(carl, anna, 500, "😀".repeat(4_000));
        settle();
        try (TestSocket slow = market.sockets().open(anna);
                TestSocket other = market.sockets().open(bert)) {
            slow.send(sync(Map.of()));
            // The client reads nothing until others have sent their messages.
            for (int i = 0; i < 50; i++) {
                other.sendMessage(carl, "meanwhile");
                other.await("message.ack");
            }
            slow.await("synced");
            assertThat(Ranges.of(seqsFrom(slow, bert)))
                    .as("the numbers that came")
                    .isEqualTo("1-500");
            assertThat(Ranges.of(seqsFrom(slow, carl)))
                    .as("the numbers that came")
                    .isEqualTo("1-500");
        }
    }

    @Test
    void answersTheLastOfSeveralRequestedAtOnce() {
        insert(bert, anna, 20, "x");
        try (TestSocket device = market.sockets().open(anna)) {
            for (int seq = 0; seq < 20; seq++) {
                device.send(sync(Map.of(bert.id(), seq)));
            }
            device.await("synced");
            device.await("message.new", frame -> frame.at("/message/seq").asLong() == 20);
            device.send(Map.of("type", "sync", "seen", Map.of(bert.id(), 20)));
            device.await("synced");
        }
    }

    /** Waits until the safety net has found what was inserted, so that it does not push it to sockets opened from now on. */
    private static void settle() {
        Person witness = market.aUser("Witness");
        try (TestSocket device = market.sockets().open(witness)) {
            insert(market.aUser("Somebody"), witness, 1, "found");
            device.await("message.new");
        }
    }

    private final List<JsonNode> messages = new ArrayList<>();

    /** The numbers of the messages that came from this user and were not returned before. */
    private List<Long> seqsFrom(TestSocket device, Person peer) {
        if (messages.isEmpty() || !device.equals(last)) {
            messages.clear();
            last = device;
        }
        device.receivedSoFar().forEach(messages::add);
        List<JsonNode> theirs = messages.stream()
                .filter(frame ->
                        frame.at("/message/sender_id").asText().equals(peer.id().toString()))
                .toList();
        List<Long> seqs =
                theirs.stream().map(frame -> frame.at("/message/seq").asLong()).toList();
        if (seqs.size() >= 500) {
            messages.removeAll(theirs);
        }
        return seqs;
    }

    private @Nullable TestSocket last;

    private static Map<String, ?> sync(Map<UUID, Integer> seen) {
        return Map.of("type", "sync", "seen", seen);
    }

    /** Faster than by sending them. */
    private static void insert(Person from, Person to, int count, String content) {
        InsertedMessages.insert(market.sql(), from, to, count, content);
    }
}
