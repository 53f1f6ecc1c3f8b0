package dev.guildhall.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.ApiClient;
import dev.guildhall.support.Concurrently;
import dev.guildhall.support.Market;
import dev.guildhall.support.OldSchema;
import dev.guildhall.support.Person;
import dev.guildhall.support.Server;
import dev.guildhall.support.Sql;
import dev.guildhall.support.TestDatabase;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The number of unread messages of each user, from the conversations that are marked as unread by that user. */
class UnreadTotalsIT {
    private static final String CHECK = "23514";

    @RegisterExtension
    static final Market market = new Market();

    @Test
    @Tag("MSG-6")
    void areTheSumOfAllConversationsHoweverManyWriteAndReadAtTheSameTime() {
        List<Person> people = Stream.of("Anna", "Bert", "Carl", "Dora", "Emil")
                .map(market::aUser)
                .toList();
        int pairs = people.size() * (people.size() - 1);
        try (Server other = Server.on(market.database().address(), Map.of("CONVERSATION_RATE", "0"))) {
            Concurrently.times(4 * pairs, i -> {
                Person one = people.get(i % people.size());
                Person peer = people.get((i + 1 + i / people.size() % (people.size() - 1)) % people.size());
                ApiClient api = (i / pairs % 2 == 0 ? market.api() : other.api()).as(one);
                for (int round = 1; round <= 5; round++) {
                    api.post("/messages", Map.of("receiver_id", peer.id(), "content", "Hello"))
                            .expect(201);
                    api.put("/conversations/" + peer.id() + "/read", Map.of("up_to_seq", round))
                            .expect(200);
                }
                return null;
            });
        }
        for (Person person : people) {
            long sum = market.api().as(person).get("/conversations").expect(200).items().stream()
                    .mapToLong(one -> one.path("unread_count").asLong())
                    .sum();
            assertThat(totalOf(person)).isEqualTo(sum);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Tag("MSG-6")
    void endWithTheLastMessageThatIsRead(boolean readerIsLower) {
        List<Person> two = Stream.of(market.aUser("One"), market.aUser("Other"))
                .sorted(Comparator.comparing(person -> person.id().toString()))
                .toList();
        Person reader = two.get(readerIsLower ? 0 : 1);
        Person writer = two.get(readerIsLower ? 1 : 0);
        for (int i = 0; i < 3; i++) {
            market.api()
                    .as(writer)
                    .post("/messages", Map.of("receiver_id", reader.id(), "content", "Hello"))
                    .expect(201);
        }
        assertThat(totalOf(reader)).isEqualTo(3);
        read(reader, writer, 2);
        assertThat(totalOf(reader)).isEqualTo(1);
        read(reader, writer, 3);
        assertThat(totalOf(reader)).isZero();
        assertThat(totalOf(writer)).isZero();
    }

    /** Then the total of one of them would be wrong. */
    @Test
    @Tag("MSG-6")
    void areRefusedForBothSidesOfAConversation() {
        Person anna = market.aUser("Anna");
        Person bert = market.aUser("Bert");
        try (Sql sql = market.database().sql()) {
            sql.expectRefusal(CHECK, """
                    insert into conversations (user_low, user_high, last_seq, low_read_seq, high_read_seq)
                    values (least(?, ?), greatest(?, ?), 3, 1, 2)
                    """, anna.id(), bert.id(), anna.id(), bert.id());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Tag("MSG-6")
    void areThereAfterAnUpgradeAlsoWhereTheSenderHadNotRead(boolean senderIsLower) throws IOException {
        try (TestDatabase database = OldSchema.database("37");
                Sql sql = database.sql()) {
            Market before = Market.of(sql);
            List<Person> two = Stream.of(before.aUser("One"), before.aUser("Other"))
                    .sorted(Comparator.comparing(person -> person.id().toString()))
                    .toList();
            Person sender = two.get(senderIsLower ? 0 : 1);
            Person receiver = two.get(senderIsLower ? 1 : 0);
            sql.update(
                    "insert into conversations (user_low, user_high, last_seq, low_read_seq, high_read_seq) values (?, ?, 9, 4, 4)",
                    two.get(0).id(),
                    two.get(1).id());
            sql.update("""
                    insert into messages (id, sender_id, receiver_id, seq, content)
                    select gen_random_uuid(), ?, ?, seq, 'Hello' from generate_series(1, 9) seq
                    """, sender.id(), receiver.id());
            try (Server node = Server.on(database)) {
                assertThat(node.api().as(sender).get("/me").expect(200).at("unread_total"))
                        .isEqualTo("0");
                assertThat(node.api().as(receiver).get("/me").expect(200).at("unread_total"))
                        .isEqualTo("5");
            }
        }
    }

    private static void read(Person reader, Person peer, int upTo) {
        market.api()
                .as(reader)
                .put("/conversations/" + peer.id() + "/read", Map.of("up_to_seq", upTo))
                .expect(200);
    }

    private static long totalOf(Person person) {
        return market.api()
                .as(person)
                .get("/me")
                .expect(200)
                .json()
                .path("unread_total")
                .asLong();
    }
}
