package dev.guildhall.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guildhall.support.Answer;
import dev.guildhall.support.ApiClient;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.Server;
import dev.guildhall.support.TestSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CrowdIT {
    @RegisterExtension
    static final Market market = new Market();

    @Test
    @Tag("MSG-3")
    void savesOneMessageOfFiftyEqualOnesSentAtOnce() throws Exception {
        Person anna = market.aUser("Anna");
        Person bert = market.aUser("Bert");
        Map<String, ?> message =
                Map.of("receiver_id", bert.id(), "content", "once", "client_msg_id", UUID.randomUUID());
        List<String> ids = together(50, i -> {
            if (i % 3 == 0) {
                try (TestSocket device = market.sockets().open(anna)) {
                    return acknowledged(device, message);
                }
            }
            ApiClient api = market.api().as(anna);
            ApiClient client = i % 3 == 1 ? api : api.with("Idempotency-Key", "key-" + i);
            Answer answer = client.post("/messages", message);
            while (answer.status() == 503) {
                answer.expectProblem(503, "busy");
                answer = client.post("/messages", message);
            }
            assertThat(answer.status()).as("%s", answer).isIn(200, 201);
            return answer.text("id");
        });
        assertThat(Set.copyOf(ids).size())
                .as("messages saved of fifty equal ones")
                .isEqualTo(1);
        Answer next = market.api().as(anna).post("/messages", Map.of("receiver_id", bert.id(), "content", "next"));
        assertThat(next.expect(201).text("seq")).isEqualTo("2");
    }

    @Test
    @Tag("MSG-2")
    @Tag("RT-1")
    void countsWithoutGapsWhileManyWriteAtOnce() throws Exception {
        try (Server node = Server.on(market.database().address(), Map.of("MESSAGE_RATE", "0"))) {
            List<Person> people =
                    IntStream.range(0, 6).mapToObj(i -> market.aUser("P" + i)).toList();
            int each = 150;
            List<TestSocket> listening =
                    people.stream().map(person -> node.sockets().open(person)).toList();
            List<Set<String>> acknowledged = together(people.size() * 2, i -> {
                Person sender = people.get(i % people.size());
                Random random = new Random(i);
                Set<String> sent = new HashSet<>();
                if (i < people.size()) {
                    try (TestSocket device = node.sockets().open(sender)) {
                        for (int n = 0; n < each; n++) {
                            device.sendMessage(another(people, sender, random), "m" + n);
                        }
                        for (int n = 0; n < each; n++) {
                            sent.add(device.await("message.ack")
                                    .at("/message/id")
                                    .asText());
                        }
                    }
                } else {
                    for (int n = 0; n < each; n++) {
                        Person receiver = another(people, sender, random);
                        if (n % 10 == 0) {
                            JsonNode conversation = node.api()
                                    .as(sender)
                                    .get("/conversations/" + receiver.id())
                                    .expect(200)
                                    .json();
                            node.api()
                                    .as(sender)
                                    .put(
                                            "/conversations/" + receiver.id() + "/read",
                                            Map.of(
                                                    "up_to_seq",
                                                    conversation
                                                            .path("last_seq")
                                                            .asLong()))
                                    .expect(200);
                        }
                        sent.add(node.api()
                                .as(sender)
                                .post("/messages", Map.of("receiver_id", receiver.id(), "content", "r" + n))
                                .expect(201)
                                .text("id"));
                    }
                }
                return sent;
            });
            Set<String> all = new HashSet<>();
            acknowledged.forEach(all::addAll);
            assertThat(all.size())
                    .as("different messages that were acknowledged")
                    .isEqualTo(people.size() * 2 * each);
            everythingIsCounted();
            for (int i = 0; i < people.size(); i++) {
                Person person = people.get(i);
                Set<String> concerns = new HashSet<>();
                market.sql()
                        .rows("select id from messages where ? in (sender_id, receiver_id)", person.id())
                        .forEach(row -> concerns.add(String.valueOf(row.get("id"))));
                assertThat(concerns.stream().filter(id -> !all.contains(id)).count())
                        .as("messages that are stored and were not acknowledged")
                        .isZero();
                try (TestSocket device = listening.get(i)) {
                    Set<String> got = new HashSet<>();
                    while (got.size() < concerns.size()) {
                        String id =
                                device.await("message.new").at("/message/id").asText();
                        assertThat(got.add(id)).as("delivered once").isTrue();
                    }
                    got.removeAll(concerns);
                    assertThat(got.size())
                            .as("messages delivered to users of other conversations")
                            .isZero();
                }
                long unread = ((Number) Objects.requireNonNull(
                                market.sql().row("""
                                        select count(*) as n from messages m join conversations c
                                          on user_low = least(sender_id, receiver_id) and user_high = greatest(sender_id, receiver_id)
                                        where receiver_id = ?
                                          and seq > case when receiver_id = user_low then low_read_seq else high_read_seq end
                                        """, person.id()).get("n")))
                        .longValue();
                assertThat(node.sockets().readHello(person).path("unread_total").asLong())
                        .isEqualTo(unread);
            }
        }
    }

    /** Sends again, as a client does, while too many write to the conversation. */
    private static String acknowledged(TestSocket device, Map<String, ?> message) {
        while (true) {
            JsonNode frame = Objects.requireNonNull(device.send(message)
                    .await(
                            answer -> Set.of("message.ack", "error")
                                    .contains(answer.path("type").asText()),
                            Duration.ofSeconds(20)));
            if (frame.path("type").asText().equals("message.ack")) {
                return frame.at("/message/id").asText();
            }
            assertThat(frame.path("code").asText()).isEqualTo("busy");
        }
    }

    private static void everythingIsCounted() {
        for (var conversation : market.sql().rows("select * from conversations")) {
            List<Long> seqs = market
                    .sql()
                    .rows(
                            "select seq from messages where least(sender_id, receiver_id) = ? and greatest(sender_id, receiver_id) = ? order by seq",
                            conversation.get("user_low"),
                            conversation.get("user_high"))
                    .stream()
                    .map(row -> ((Number) Objects.requireNonNull(row.get("seq"))).longValue())
                    .toList();
            long last = ((Number) Objects.requireNonNull(conversation.get("last_seq"))).longValue();
            assertThat(Ranges.of(seqs)).as("the numbers of a conversation").isEqualTo(last == 1 ? "1" : "1-" + last);
        }
    }

    private static Person another(List<Person> people, Person than, Random random) {
        Person chosen = people.get(random.nextInt(people.size()));
        return chosen.equals(than) ? another(people, than, random) : chosen;
    }

    private static <T> List<T> together(int count, Job<T> job) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(count);
        try {
            List<Future<T>> running = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int number = i;
                running.add(threads.submit(() -> job.of(number)));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> one : running) {
                results.add(one.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    @FunctionalInterface
    private interface Job<T> {
        T of(int number) throws Exception;
    }
}
