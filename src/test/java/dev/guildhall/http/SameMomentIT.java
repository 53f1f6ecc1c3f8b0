package dev.guildhall.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guildhall.support.Answer;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.TestGig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists of items that were created at the very same time, or a microsecond apart, show each item once. */
@Tag("API-8")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SameMomentIT {
    @RegisterExtension
    final Market market = new Market();

    private static final int ITEMS = 5;

    private Person freelancer;
    private Person client;
    private Person admin;
    private PlacedOrder order;

    /** A list, the field that identifies an item, and the table and column by which the list is sorted. */
    enum Listed {
        GIGS("/gigs?", "id", "gigs", "created_at"),
        GIGS_OF_A_FREELANCER("/users/{freelancer}/gigs?", "id", "gigs", "created_at"),
        ORDERS_OF_A_CLIENT("/orders?role=client&", "id", "orders", "created_at"),
        ORDERS("/orders?", "id", "orders", "created_at"),
        PROOFS("/orders/{order}/payment-proofs?", "id", "payment_proof_attempts", "submitted_at"),
        MESSAGES_ABOUT_AN_ORDER("/orders/{order}/messages?", "id", "messages", "created_at"),
        MESSAGES("/messages/{freelancer}?", "id", "messages", "created_at"),
        CONVERSATIONS("/conversations?", "user_id", "conversations", "last_message_at"),
        REVIEWS_RECEIVED("/users/{freelancer}/reviews?", "id", "reviews", "created_at"),
        REVIEWS_GIVEN("/users/{client}/reviews?direction=given&", "id", "reviews", "created_at"),
        ORDERS_FOR_ADMINS("/orders?role=admin&", "id", "orders", "created_at"),
        USERS_FOR_ADMINS("/users?", "id", "users", "created_at"),
        USERS_FOUND_BY_ADMINS("/users?q=frida&", "id", "users", "created_at"),
        MODERATION_FOR_ADMINS("/moderation-events?", "id", "moderation_events", "created_at");

        private final String path;
        private final String id;
        private final String table;
        private final String column;

        Listed(String path, String id, String table, String column) {
            this.path = path;
            this.id = id;
            this.table = table;
            this.column = column;
        }
    }

    @BeforeAll
    void fill() {
        client = market.aUser("Carl Client");
        admin = market.anAdmin();
        freelancer = market.aUser("Frida Freelancer");
        List<TestGig> gigs = new ArrayList<>();
        for (int i = 0; i < ITEMS; i++) {
            gigs.add(market.aGig().by(freelancer).create());
            sendMessage(Map.of("receiver_id", market.aUser("Frida Friend").id(), "content", "Hello"));
            PlacedOrder completed =
                    market.anOrder().of(gigs.get(i)).from(client).completed();
            market.api()
                    .as(client)
                    .post("/reviews", Map.of("order_id", completed.id(), "rating", 5))
                    .expect(201);
            market.anAdmin();
        }
        order = market.anOrder().of(gigs.get(0)).from(client).placed();
        for (int i = 0; i < ITEMS; i++) {
            order.byClient("submit-payment", PlacedOrder.aProof()).expect(200);
            order.byClient("withdraw-payment", Map.of()).expect(200);
            sendMessage(Map.of("receiver_id", freelancer.id(), "content", "About " + i, "order_id", order.id()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void showsEachOnceIfAllHaveTheSameTime(Listed list) {
        setTimes(list, "timestamptz '2026-01-02 03:04:05.678901+00'");
        showsEachOnce(list, "at the very same moment");
    }

    @ParameterizedTest
    @EnumSource
    void showsEachOnceIfTheyAreAMicrosecondApart(Listed list) {
        setTimes(list, "timestamptz '2026-01-02 03:04:05.678901+00' + aged.n * interval '1 microsecond'");
        showsEachOnce(list, "a microsecond apart");
    }

    /** Messages are in the order in which they were sent, even if the clock of the server is set back in between. */
    @ParameterizedTest
    @ValueSource(strings = {"", "after_seq=0&", "before_seq=1000&"})
    void sortsMessagesByTheirNumbersAndNotByTheirTimes(String bounds) {
        setTimes(Listed.MESSAGES, "timestamptz '2026-01-02 03:04:05+00' - aged.n * interval '1 hour'");
        List<Long> numbers = new ArrayList<>();
        for (JsonNode message : all("/messages/" + freelancer.id() + "?" + bounds, client)) {
            numbers.add(message.path("seq").asLong());
        }
        assertThat(numbers)
                .as("the numbers of messages, newest first, while the clock went back")
                .containsExactly(5L, 4L, 3L, 2L, 1L);
    }

    private void showsEachOnce(Listed list, String how) {
        Person reader = list.name().endsWith("ADMINS") ? admin : client;
        String path = list.path
                .replace("{freelancer}", freelancer.id().toString())
                .replace("{client}", client.id().toString())
                .replace("{order}", order.id().toString());
        List<String> whole = ids(
                list,
                market.api().as(reader).get(path + "limit=100").expect(200).items());
        assertThat(whole).hasSizeGreaterThanOrEqualTo(ITEMS).doesNotHaveDuplicates();
        assertThat(ids(list, all(path, reader)))
                .as("GET %s by two, of which %s came %s, compared with all at once", path, whole.size(), how)
                .isEqualTo(whole);
    }

    private static List<String> ids(Listed list, List<JsonNode> items) {
        return items.stream().map(item -> item.path(list.id).asText()).toList();
    }

    private List<JsonNode> all(String path, Person reader) {
        List<JsonNode> items = new ArrayList<>();
        String cursor = "";
        do {
            Answer page = market.api().as(reader).get(path + "limit=2" + cursor).expect(200);
            items.addAll(page.items());
            cursor = page.at("next_cursor") == null ? "" : "&cursor=" + page.at("next_cursor");
        } while (!cursor.isEmpty() && items.size() < 100);
        return items;
    }

    private void setTimes(Listed list, String time) {
        market.sql().update("alter table " + list.table + " disable trigger user");
        market.sql()
                .update("update " + list.table + " set " + list.column + " = " + time
                        + " from (select ctid as place, row_number() over (order by ctid) as n from " + list.table
                        + ") aged where " + list.table + ".ctid = aged.place");
        market.sql().update("alter table " + list.table + " enable trigger user");
        // Where admins' lists read when an order was placed.
        for (String table : List.of("order_deadlines", "ended_orders")) {
            market.sql().update("alter table " + table + " disable trigger user");
            market.sql()
                    .update("update " + table
                            + " t set placed_at = o.created_at from orders o where o.id = t.order_id");
            market.sql().update("alter table " + table + " enable trigger user");
        }
    }

    private void sendMessage(Map<String, ?> message) {
        market.api().as(client).post("/messages", message).expect(201);
    }
}
