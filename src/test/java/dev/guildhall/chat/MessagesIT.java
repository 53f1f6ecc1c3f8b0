package dev.guildhall.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guildhall.support.Answer;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.Server;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MessagesIT {
    @RegisterExtension
    static final Market market = new Market();

    private final Person anna = market.aUser("Anna");
    private final Person bert = market.aUser("Bert");

    @Test
    @Tag("MSG-1")
    void savesAMessage() {
        PlacedOrder order = market.anOrder().placed();
        UUID clientMsgId = UUID.randomUUID();
        Answer sent = market.api()
                .as(order.client())
                .post(
                        "/messages",
                        Map.of(
                                "receiver_id",
                                order.freelancer().id(),
                                "content",
                                "  Hello\n😀 ",
                                "order_id",
                                order.id(),
                                "client_msg_id",
                                clientMsgId))
                .expect(201);
        assertThat(sent.json().properties())
                .extracting(Map.Entry::getKey)
                .containsExactlyInAnyOrder(
                        "id", "seq", "sender_id", "receiver_id", "order_id", "content", "client_msg_id", "created_at");
        assertThat(sent.text("content")).isEqualTo("  Hello\n😀 ");
        assertThat(sent.text("seq")).isEqualTo("1");
        assertThat(sent.text("sender_id")).isEqualTo(order.client().id().toString());
        assertThat(sent.header("Location"))
                .isEqualTo("/messages/" + order.freelancer().id());
        assertThat(sent.text("created_at")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
        assertThat(market.api()
                        .as(order.freelancer())
                        .get("/messages/" + order.client().id())
                        .expect(200)
                        .items())
                .containsExactly(sent.json());
    }

    @Test
    @Tag("MSG-3")
    void returnsTheSameMessageForARetry() {
        UUID clientMsgId = UUID.randomUUID();
        Answer first = send(anna, bert, "once", clientMsgId).expect(201);
        assertThat(send(anna, bert, "once", clientMsgId).expect(200).json()).isEqualTo(first.json());
        send(anna, bert, "another", clientMsgId).expectProblem(409, "client_msg_id_reused");
        send(anna, market.aUser("Carl"), "once", clientMsgId).expectProblem(409, "client_msg_id_reused");
        send(bert, anna, "once", clientMsgId).expect(201);
        assertThat(send(anna, bert, "next", UUID.randomUUID()).expect(201).text("seq"))
                .isEqualTo("3");
    }

    @Test
    @Tag("MSG-3")
    void returnsTheSameMessageAfterTheReceiverWasDeactivated() {
        UUID clientMsgId = UUID.randomUUID();
        Answer first = send(anna, bert, "once", clientMsgId).expect(201);
        market.sql().update("update users set is_active = false where id = ?", bert.id());
        assertThat(send(anna, bert, "once", clientMsgId).expect(200).json()).isEqualTo(first.json());
        send(anna, bert, "another", clientMsgId).expectProblem(409, "client_msg_id_reused");
        send(anna, bert, "another", UUID.randomUUID()).expectProblem(409, "user_inactive");
    }

    @Test
    @Tag("MSG-3")
    void acceptsAnIdempotencyKeyTogetherWithAClientMsgId() {
        UUID clientMsgId = UUID.randomUUID();
        Map<String, Object> message = Map.of("receiver_id", bert.id(), "content", "once", "client_msg_id", clientMsgId);
        Answer first = market.api().as(anna).with("Idempotency-Key", "k-1").post("/messages", message);
        first.expect(201);
        Answer again = market.api().as(anna).with("Idempotency-Key", "k-1").post("/messages", message);
        assertThat(again.expect(201).json()).isEqualTo(first.json());
        Answer otherKey = market.api().as(anna).with("Idempotency-Key", "k-2").post("/messages", message);
        assertThat(otherKey.expect(200).json()).isEqualTo(first.json());
        assertThat(send(anna, bert, "next", null).expect(201).text("seq")).isEqualTo("2");
    }

    @Test
    @Tag("MSG-4")
    void refusesInvalidMessages() {
        market.api()
                .as(anna)
                .post("/messages", Map.of())
                .expectProblem(422, "validation_failed")
                .namingOnly("#/receiver_id required", "#/content required");
        send(anna, anna, "me", null).expectProblem(422, "message_self");
        send(anna, bert, " \n\t ", null).naming("#/content", "blank").expect(422);
        send(anna, bert, "", null).naming("#/content", "too_short").expect(422);
        send(anna, bert, "😀".repeat(4_000), null).expect(201);
        send(anna, bert, "😀".repeat(4_000) + "!", null)
                .naming("#/content", "too_long")
                .expect(422);
        send(anna, new Person(UUID.randomUUID(), "Nobody", ""), "hello", null).expectProblem(404, "not_found");
        PlacedOrder orderOfOthers = market.anOrder().placed();
        for (UUID order : List.of(orderOfOthers.id(), UUID.randomUUID())) {
            market.api()
                    .as(anna)
                    .post("/messages", Map.of("receiver_id", bert.id(), "content", "x", "order_id", order))
                    .expect(422)
                    .naming("#/order_id", "not_allowed");
        }
        market.sql().update("update users set is_active = false where id = ?", bert.id());
        send(anna, bert, "hello", null).expectProblem(409, "user_inactive");
        assertThat(market.sql().count("select from messages where sender_id = ?", anna.id()))
                .isEqualTo(1);
    }

    @Test
    @Tag("MSG-5")
    void pagesAConversation() {
        for (int i = 1; i <= 25; i++) {
            send(i % 3 == 0 ? bert : anna, i % 3 == 0 ? anna : bert, "m" + i, null)
                    .expect(201);
        }
        String path = "/messages/" + bert.id();
        assertThat(seqs(market.api().as(anna).get(path))).isEqualTo(descending(25, 6));
        Answer page = market.api().as(anna).get(path + "?limit=10");
        assertThat(seqs(page)).isEqualTo(descending(25, 16));
        send(anna, bert, "m26", null).expect(201);
        Answer next = market.api().as(anna).get(path + "?limit=10&cursor=" + page.text("next_cursor"));
        assertThat(seqs(next)).isEqualTo(descending(15, 6));
        Answer last = market.api().as(anna).get(path + "?limit=10&cursor=" + next.text("next_cursor"));
        assertThat(seqs(last)).isEqualTo(descending(5, 1));
        assertThat(last.at("next_cursor")).isNull();
        assertThat(seqs(market.api().as(anna).get(path + "?before_seq=4"))).isEqualTo(descending(3, 1));
        assertThat(seqs(market.api().as(anna).get(path + "?after_seq=23"))).isEqualTo(descending(26, 24));
        assertThat(seqs(market.api().as(anna).get(path + "?after_seq=3&before_seq=6")))
                .isEqualTo(descending(5, 4));
        assertThat(seqs(market.api().as(anna).get(path + "?before_seq=0"))).isEmpty();
        assertThat(seqs(market.api().as(bert).get("/messages/" + anna.id() + "?limit=1")))
                .containsExactly(26L);
        assertThat(conversation(bert, anna).path("unread_count").asLong()).isEqualTo(2);
        market.api().as(bert).get(path + "?cursor=" + page.text("next_cursor")).expect(400);
        market.api().as(anna).get(path + "?after_seq=x").expect(400).naming("after_seq", "wrong_type");
        market.api().as(anna).get(path + "?after_seq=-1").expect(422).naming("after_seq", "too_small");
        market.api().as(anna).get(path + "?after_seq=" + "9".repeat(18)).expect(200);
        market.api()
                .as(anna)
                .get(path + "?after_seq=1" + "0".repeat(18))
                .expect(422)
                .naming("after_seq", "too_large");
        market.api().as(anna).get("/messages/" + UUID.randomUUID()).expectProblem(404, "not_found");
        market.api().as(anna).get("/messages/" + anna.id()).expectProblem(404, "not_found");
        assertThat(market.api()
                        .as(anna)
                        .get("/messages/" + market.aUser("Quiet").id())
                        .expect(200)
                        .items())
                .isEmpty();
    }

    @Test
    @Tag("MSG-6")
    void listsConversationsLatestFirst() {
        Person carl = market.aUser("Carl");
        send(anna, bert, "1", null).expect(201);
        send(carl, anna, "2", null).expect(201);
        assertThat(peers(market.api().as(anna).get("/conversations")))
                .containsExactly(carl.id().toString(), bert.id().toString());
        send(bert, anna, "3", null).expect(201);
        Answer list = market.api().as(anna).get("/conversations?limit=1").expect(200);
        JsonNode first = list.items().get(0);
        assertThat(first.path("user_id").asText()).isEqualTo(bert.id().toString());
        assertThat(first.path("full_name").asText()).isEqualTo("Bert");
        assertThat(first.at("/last_message/content").asText()).isEqualTo("3");
        assertThat(first.path("last_seq").asLong()).isEqualTo(2);
        assertThat(first.path("last_read_seq").asLong()).isEqualTo(1);
        assertThat(first.path("peer_last_read_seq").asLong()).isEqualTo(2);
        assertThat(first.path("unread_count").asLong()).isEqualTo(1);
        assertThat(first.properties()).hasSize(8);
        assertThat(peers(market.api().as(anna).get("/conversations?limit=1&cursor=" + list.text("next_cursor"))))
                .containsExactly(carl.id().toString());
        JsonNode silent = conversation(anna, market.aUser("Quiet"));
        assertThat(silent.path("last_message").isNull()).isTrue();
        assertThat(silent.path("last_seq").asLong()).isZero();
        assertThat(silent.path("unread_count").asLong()).isZero();
        market.api().as(anna).get("/conversations/" + UUID.randomUUID()).expectProblem(404, "not_found");
        market.api().as(anna).get("/conversations/" + anna.id()).expectProblem(404, "not_found");
    }

    @Test
    @Tag("MSG-7")
    void marksAsReadForwardOnly() {
        for (int i = 0; i < 5; i++) {
            send(anna, bert, "m", null).expect(201);
        }
        assertThat(markRead(bert, anna, 3).expect(200).body()).isEqualTo("{\"last_read_seq\":3,\"unread_count\":2}");
        assertThat(markRead(bert, anna, 1).expect(200).body()).isEqualTo("{\"last_read_seq\":3,\"unread_count\":2}");
        markRead(bert, anna, 6).expectProblem(422, "validation_failed").namingOnly("#/up_to_seq too_large");
        markRead(bert, anna, Long.MAX_VALUE).expect(422);
        markRead(bert, anna, -1).expect(422).naming("#/up_to_seq", "too_small");
        assertThat(markRead(bert, anna, 5).expect(200).body()).isEqualTo("{\"last_read_seq\":5,\"unread_count\":0}");
        Person silent = market.aUser("Quiet");
        assertThat(markRead(bert, silent, 0).expect(200).body()).isEqualTo("{\"last_read_seq\":0,\"unread_count\":0}");
        markRead(bert, silent, 1).expect(422);
        Person nobody = new Person(UUID.randomUUID(), "Nobody", "");
        markRead(bert, nobody, 0).expectProblem(404, "not_found");
        markRead(bert, nobody, 1).expectProblem(404, "not_found");
        markRead(bert, bert, 0).expectProblem(404, "not_found");
    }

    @Test
    @Tag("MSG-8")
    void listsTheMessagesAboutAnOrderForThoseWhoMaySeeIt() {
        PlacedOrder order = market.anOrder().placed();
        send(order.client(), order.freelancer(), "about nothing", null).expect(201);
        for (int i = 0; i < 3; i++) {
            market.api()
                    .as(order.freelancer())
                    .post(
                            "/messages",
                            Map.of("receiver_id", order.client().id(), "content", "m" + i, "order_id", order.id()))
                    .expect(201);
        }
        for (Person reader : List.of(order.client(), order.freelancer(), market.anAdmin())) {
            Answer page = market.api()
                    .as(reader)
                    .get(order.path("messages") + "?limit=2")
                    .expect(200);
            assertThat(contents(page)).containsExactly("m2", "m1");
            assertThat(contents(market.api()
                            .as(reader)
                            .get(order.path("messages") + "?limit=2&cursor=" + page.text("next_cursor"))))
                    .containsExactly("m0");
        }
        market.api().as(anna).get(order.path("messages")).expectProblem(404, "not_found");
        market.api().as(anna).get("/orders/" + UUID.randomUUID() + "/messages").expectProblem(404, "not_found");
    }

    @Test
    @Tag("MSG-9")
    void limitsTheMessageRateOfASender() {
        try (Server node = Server.on(market.database().address(), Map.of("MESSAGE_RATE", "1"))) {
            for (int i = 0; i < 5; i++) {
                node.api().as(anna).post("/messages", Map.of("receiver_id", bert.id(), "content", "m"));
            }
            int refused = 0;
            for (int i = 0; i < 5; i++) {
                Answer answer = node.api().as(anna).post("/messages", Map.of("receiver_id", bert.id(), "content", "m"));
                if (answer.status() == 429) {
                    answer.expectProblem(429, "rate_limited");
                    assertThat(answer.header("Retry-After")).isEqualTo("1");
                    refused++;
                }
            }
            assertThat(refused).isPositive();
            assertThat(market.sql().count("select from messages where sender_id = ?", anna.id()))
                    .isEqualTo(10 - refused);
        }
    }

    private static Answer send(Person from, Person to, String content, @Nullable UUID id) {
        Map<String, Object> message = new HashMap<>(Map.of("receiver_id", to.id(), "content", content));
        if (id != null) {
            message.put("client_msg_id", id);
        }
        return market.api().as(from).post("/messages", message);
    }

    private static Answer markRead(Person reader, Person peer, long upTo) {
        return market.api().as(reader).put("/conversations/" + peer.id() + "/read", Map.of("up_to_seq", upTo));
    }

    private static JsonNode conversation(Person person, Person peer) {
        return market.api()
                .as(person)
                .get("/conversations/" + peer.id())
                .expect(200)
                .json();
    }

    private static List<Long> seqs(Answer page) {
        return page.expect(200).items().stream()
                .map(item -> item.path("seq").asLong())
                .toList();
    }

    private static List<String> contents(Answer page) {
        return page.expect(200).items().stream()
                .map(item -> item.path("content").asText())
                .toList();
    }

    private static List<String> peers(Answer page) {
        return page.expect(200).items().stream()
                .map(item -> item.path("user_id").asText())
                .toList();
    }

    private static List<Long> descending(int from, int to) {
        return IntStream.iterate(from, i -> i >= to, i -> i - 1)
                .mapToObj(i -> (long) i)
                .toList();
    }
}
