package dev.guildhall.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.guildhall.support.Answer;
import dev.guildhall.support.ApiClient;
import dev.guildhall.support.Person;
import dev.guildhall.support.Sql;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Compares the tables and the responses of the API with the ledger of what was acknowledged. */
final class ConsistencyCheck {
    private final Ledger ledger;
    private final Sql sql;
    private final ApiClient api;
    /** By user and peer: the ids of the messages of their conversation, by number. */
    private final Map<List<UUID>, TreeMap<Long, UUID>> conversations = new HashMap<>();

    private final Map<UUID, UUID> senderByMessage = new HashMap<>();

    ConsistencyCheck(Ledger ledger, Sql sql, ApiClient api) {
        this.ledger = ledger;
        this.sql = sql;
        this.api = api;
        ledger.messages.values().forEach(message -> {
            addMessage(message.sender(), message.receiver(), message);
            addMessage(message.receiver(), message.sender(), message);
            senderByMessage.put(message.id(), message.sender());
        });
    }

    private void addMessage(UUID one, UUID other, Ledger.Message message) {
        UUID previous = conversations
                .computeIfAbsent(List.of(one, other), first -> new TreeMap<>())
                .put(message.seq(), message.id());
        assertThat(previous)
                .as("number %s between %s and %s", message.seq(), one, other)
                .isNull();
    }

    /** The last number of each of this person's conversations, by peer. */
    Map<UUID, Long> lastSeqs(Person person) {
        Map<UUID, Long> lastSeqs = new HashMap<>();
        conversations.forEach((pair, messages) -> {
            if (pair.get(0).equals(person.id())) {
                lastSeqs.put(pair.get(1), messages.lastKey());
            }
        });
        return lastSeqs;
    }

    void checkMessages() {
        conversations.forEach((pair, messages) -> assertThat(messages.lastKey())
                .as("numbers without a gap between %s", pair)
                .isEqualTo(messages.size()));
        Map<UUID, Ledger.Message> stored = new HashMap<>();
        for (Map<String, @Nullable Object> row :
                sql.rows("select client_msg_id, id, sender_id, receiver_id, seq, content from messages"
                        + " where client_msg_id is not null")) {
            stored.put(
                    id(row, "client_msg_id"),
                    new Ledger.Message(
                            id(row, "id"),
                            id(row, "sender_id"),
                            id(row, "receiver_id"),
                            number(row, "seq"),
                            String.valueOf(row.get("content"))));
        }
        assertThat(stored).isEqualTo(ledger.messages);
    }

    private static UUID id(Map<String, @Nullable Object> row, String column) {
        return UUID.fromString(String.valueOf(row.get(column)));
    }

    private static long number(Map<String, @Nullable Object> row, String column) {
        return Long.parseLong(String.valueOf(row.get(column)));
    }

    /** Counts the messages to this person that they have not read, without the counters of the database. */
    private long unread(UUID reader, UUID peer) {
        long read = ledger.lastRead(reader, peer);
        return conversations.getOrDefault(List.of(reader, peer), new TreeMap<>()).tailMap(read, false).values().stream()
                .filter(message -> peer.equals(senderByMessage.get(message)))
                .count();
    }

    /** Checks the conversations that the API returns to this person, and the messages that their socket has received. */
    void checkConversationsOf(ChatLoad chat) {
        Person person = chat.person();
        ApiClient own = api.as(person);
        Map<UUID, JsonNode> listed = new HashMap<>();
        own.get("/conversations?limit=100")
                .expect(200)
                .items()
                .forEach(one -> listed.put(UUID.fromString(one.path("user_id").asText()), one));
        assertThat(listed.keySet()).isEqualTo(lastSeqs(person).keySet());
        long total = 0;
        for (Map.Entry<UUID, Long> lastSeq : lastSeqs(person).entrySet()) {
            UUID peer = lastSeq.getKey();
            long unread = unread(person.id(), peer);
            total += unread;
            JsonNode one = listed.getOrDefault(peer, MissingNode.getInstance());
            assertThat(one.path("last_seq").asLong()).isEqualTo(lastSeq.getValue());
            assertThat(one.path("last_read_seq").asLong()).isEqualTo(ledger.lastRead(person.id(), peer));
            assertThat(one.path("peer_last_read_seq").asLong()).isEqualTo(ledger.lastRead(peer, person.id()));
            assertThat(one.path("unread_count").asLong())
                    .as("unread by %s from %s", person, peer)
                    .isEqualTo(unread);
            Map<Long, UUID> expected = conversations.get(List.of(person.id(), peer));
            assertThat(chat.messages(peer)).isEqualTo(expected);
            assertThat(allPages(own, peer)).isEqualTo(expected);
        }
        assertThat(own.get("/me").expect(200).json().path("unread_total").asLong())
                .isEqualTo(total);
    }

    private static Map<Long, UUID> allPages(ApiClient own, UUID peer) {
        Map<Long, UUID> found = new TreeMap<>();
        String cursor = "";
        do {
            Answer page = own.get("/messages/" + peer + "?limit=100" + cursor).expect(200);
            page.items()
                    .forEach(message -> found.put(
                            message.path("seq").asLong(),
                            UUID.fromString(message.path("id").asText())));
            cursor = page.at("next_cursor") == null ? "" : "&cursor=" + page.at("next_cursor");
        } while (!cursor.isEmpty());
        return found;
    }

    /** Checks that each order was placed once and had each of its actions once, as acknowledged. */
    void checkOrders() {
        Map<UUID, List<String>> history = new HashMap<>();
        sql.rows("select order_id, action from order_events order by order_id, n")
                .forEach(row -> history.computeIfAbsent(id(row, "order_id"), first -> new ArrayList<>())
                        .add(String.valueOf(row.get("action"))));
        assertThat(history).isEqualTo(ledger.actionsByOrder);
        assertThat(sql.count("select from orders")).isEqualTo(ledger.actionsByOrder.size());
        assertThat(sql.rows("""
                        select o.id from orders o join order_events e on e.order_id = o.id and e.n = o.event_count
                        where e.to_status <> o.status
                        """)).isEmpty();
        assertThat(sql.rows("""
                        select o.id from orders o left join payment_proofs p on p.order_id = o.id
                        where (p.id is null) <> (o.payment_status in ('PENDING', 'REJECTED'))
                           or p.verified <> (o.payment_status <> 'SUBMITTED')
                        """)).isEmpty();
    }
}
