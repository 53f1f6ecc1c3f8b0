package dev.guildhall.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guildhall.support.Answer;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.TestSocket;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A read mark only moves forward: in the response, in the table, for the other user and on the reader's other devices. */
@Tag("MSG-6")
class ReadMarksIT {
    @RegisterExtension
    static final Market market = new Market();

    /** A conversation has one mark for the user with the lower id and one for the user with the higher id. */
    @ParameterizedTest(name = "the reader has the lower id: {0}")
    @ValueSource(booleans = {true, false})
    void aLowerMarkMovesNothingBack(boolean readerIsLower) {
        List<Person> two = twoUsers();
        Person reader = two.get(readerIsLower ? 0 : 1);
        Person writer = two.get(readerIsLower ? 1 : 0);
        sendMessages(writer, reader, 5);
        assertThat(markRead(reader, writer, 3).expect(200).body())
                .isEqualTo("{\"last_read_seq\":3,\"unread_count\":2}");
        assertThat(markRead(reader, writer, 1).expect(200).body())
                .as("the answer to a lower mark")
                .isEqualTo("{\"last_read_seq\":3,\"unread_count\":2}");
        assertThat(shownMarks(reader, writer))
                .as("marks that both users see after a lower mark")
                .isEqualTo("read 3 and 5 of 5");
        assertThat(storedMarks(two))
                .as("marks in the table after a lower one")
                .isEqualTo(readerIsLower ? "3 5" : "5 3");
        assertThat(market.sockets().readHello(reader).path("unread_total").asInt())
                .as("unread in the hello after a lower mark")
                .isEqualTo(2);
    }

    @ParameterizedTest(name = "the reader has the lower id: {0}")
    @ValueSource(booleans = {true, false})
    void aMarkBeyondTheLastMessageMovesNothing(boolean readerIsLower) {
        List<Person> two = twoUsers();
        Person reader = two.get(readerIsLower ? 0 : 1);
        Person writer = two.get(readerIsLower ? 1 : 0);
        sendMessages(writer, reader, 5);
        markRead(reader, writer, 2).expect(200);
        assertThat(markRead(reader, writer, 6).status())
                .as("the answer to a mark beyond the last message")
                .isEqualTo(422);
        assertThat(storedMarks(two))
                .as("marks in the table after one beyond the last message")
                .isEqualTo(readerIsLower ? "2 5" : "5 2");
    }

    @ParameterizedTest(name = "the reader has the lower id: {0}")
    @ValueSource(booleans = {true, false})
    void readingMovesOnlyTheMarkOfTheReader(boolean readerIsLower) {
        List<Person> two = twoUsers();
        Person reader = two.get(readerIsLower ? 0 : 1);
        Person writer = two.get(readerIsLower ? 1 : 0);
        sendMessages(writer, reader, 5);
        sendMessages(reader, writer, 2);
        assertThat(storedMarks(two))
                .as("marks in the table after the reader has sent messages")
                .isEqualTo(readerIsLower ? "7 5" : "5 7");
        markRead(writer, reader, 6).expect(200);
        assertThat(storedMarks(two))
                .as("marks in the table after the writer has read")
                .isEqualTo(readerIsLower ? "7 6" : "6 7");
    }

    /** Whichever place the reader's id has among those of three users. */
    @ParameterizedTest(name = "users with lower ids than the reader: {0}")
    @ValueSource(ints = {0, 1, 2})
    void readingMovesNoMarkInOtherConversations(int place) {
        List<Person> others = new ArrayList<>(users(3));
        Person reader = others.remove(place);
        others.forEach(writer -> sendMessages(writer, reader, 2));
        markRead(reader, others.get(0), 1).expect(200);
        markRead(reader, others.get(1), 2).expect(200);
        assertThat(others)
                .extracting(writer -> shownMarks(reader, writer))
                .as("marks in the two conversations")
                .containsExactly("read 1 and 2 of 2", "read 2 and 2 of 2");
    }

    @ParameterizedTest(name = "by socket: {0}")
    @ValueSource(booleans = {true, false})
    void aMarkThatDidNotMoveIsNotPublished(boolean bySocket) {
        Person writer = market.aUser("Anna");
        Person reader = market.aUser("Bert");
        sendMessages(writer, reader, 5);
        try (TestSocket writers = market.sockets().open(writer);
                TestSocket tab = market.sockets().open(reader);
                TestSocket readers = market.sockets().open(reader)) {
            for (int mark : List.of(3, 1, 3, 4)) {
                if (bySocket) {
                    readers.send(Map.of("type", "message.read", "user_id", writer.id(), "up_to_seq", mark));
                } else {
                    markRead(reader, writer, mark).expect(200);
                }
            }
            for (TestSocket device : List.of(writers, tab)) {
                List<JsonNode> received = Stream.generate(() -> device.await("message.read"))
                        .takeWhile(frame -> frame.path("up_to_seq").asInt() < 4)
                        .toList();
                assertThat(received)
                        .extracting(frame -> frame.path("up_to_seq").asInt())
                        .as("marks published before 4")
                        .containsExactly(3);
            }
        }
    }

    private static List<Person> twoUsers() {
        return users(2);
    }

    /** The user with the lowest id first. */
    private static List<Person> users(int count) {
        return Stream.generate(() -> market.aUser("Anna"))
                .limit(count)
                .sorted(Comparator.comparing(person -> person.id().toString()))
                .toList();
    }

    private static void sendMessages(Person from, Person to, int messages) {
        for (int i = 0; i < messages; i++) {
            market.api()
                    .as(from)
                    .post("/messages", Map.of("receiver_id", to.id(), "content", "m"))
                    .expect(201);
        }
    }

    private static Answer markRead(Person reader, Person peer, long upTo) {
        return market.api().as(reader).put("/conversations/" + peer.id() + "/read", Map.of("up_to_seq", upTo));
    }

    private static String shownMarks(Person reader, Person writer) {
        Answer readers =
                market.api().as(reader).get("/conversations/" + writer.id()).expect(200);
        Answer writers =
                market.api().as(writer).get("/conversations/" + reader.id()).expect(200);
        assertThat(writers.at("peer_last_read_seq"))
                .as("%s, beside %s", writers, readers)
                .isEqualTo(readers.at("last_read_seq"));
        return "read " + readers.at("last_read_seq") + " and " + readers.at("peer_last_read_seq") + " of "
                + readers.at("last_seq");
    }

    private static String storedMarks(List<Person> two) {
        var row = market.sql()
                .row(
                        "select low_read_seq, high_read_seq from conversations where user_low = ? and user_high = ?",
                        two.get(0).id(),
                        two.get(1).id());
        return row.get("low_read_seq") + " " + row.get("high_read_seq");
    }
}
