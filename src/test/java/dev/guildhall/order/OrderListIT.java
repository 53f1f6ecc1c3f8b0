package dev.guildhall.order;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Answer;
import dev.guildhall.support.ApiClient;
import dev.guildhall.support.Difference;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.Stage;
import dev.guildhall.support.TestGig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderListIT {
    @RegisterExtension
    static final Market market = new Market();

    private static final Map<Stage, PlacedOrder> bought = new HashMap<>();
    private static final Map<Stage, PlacedOrder> sold = new HashMap<>();
    private static final Map<String, String> names = new HashMap<>();
    private static Person me;
    private static Person admin;

    @BeforeAll
    static void createOrdersInEveryStageForBothRoles() {
        me = market.aUser("Mia");
        admin = market.anAdmin();
        TestGig gig = market.aGig().by(me).create();
        for (Stage stage : Stage.values()) {
            bought.put(stage, market.anOrder().from(me).in(stage));
            sold.put(stage, market.anOrder().of(gig).in(stage));
            names.put(bought(stage).id().toString(), nameOfBought(stage));
            names.put(sold(stage).id().toString(), nameOfSold(stage));
        }
    }

    @Test
    @Tag("ORD-22")
    void filtersByTheRoleOfTheCaller() {
        expectOrders("", (stage, asClient) -> true);
        expectOrders("&role=client", (stage, asClient) -> asClient);
        expectOrders("&role=freelancer", (stage, asClient) -> !asClient);
    }

    @Test
    void showsTwentyOrdersPerPageNewestFirst() {
        Answer page = market.api().as(me).get("/orders").expect(200);
        assertThat(page.items()).hasSize(20);
        assertThat(page.items())
                .extracting(order -> order.path("created_at").asText())
                .isSortedAccordingTo(Comparator.reverseOrder());
    }

    @Test
    void showsTheSameFieldsAsTheOrderItself() {
        PlacedOrder order = sold(Stage.SUBMITTED);
        assertThat(market.api()
                        .as(me)
                        .get("/orders?status=SUBMITTED&role=freelancer")
                        .items())
                .containsExactly(order.readBy(me).json());
    }

    @Test
    @Tag("ORD-22")
    void filtersByAnyOfSeveralStatuses() {
        expectOrders(
                "&status=DISPUTED&status=CANCELLED",
                (stage, asClient) ->
                        stage.status().equals("DISPUTED") || stage.status().equals("CANCELLED"));
        expectOrders(
                "&status=COMPLETED&role=client",
                (stage, asClient) -> stage.status().equals("COMPLETED") && asClient);
    }

    @Test
    @Tag("ORD-22")
    void filtersByWhatAwaitsTheCaller() {
        BiPredicate<Stage, Boolean> awaitingMe =
                (stage, asClient) -> (asClient ? "client" : "freelancer").equals(Lifecycle.awaiting(stage));
        expectOrders("&awaiting=me", awaitingMe);
        expectOrders("&awaiting=me&role=client", (stage, asClient) -> asClient && awaitingMe.test(stage, true));
        expectOrders(
                "&awaiting=me&status=CANCELLED",
                (stage, asClient) -> (stage == Stage.REFUND_SENT && asClient)
                        || ((stage == Stage.REFUND_DUE || stage == Stage.REFUND_DECIDED) && !asClient));
    }

    @Test
    @Tag("ORD-22")
    void showsAllOrdersToAdmins() {
        expectOrders(admin, "&role=admin", (stage, asClient) -> true);
        expectOrders(admin, "&role=admin&awaiting=me", (stage, asClient) -> "admin".equals(Lifecycle.awaiting(stage)));
        assertThat(ids(market.api().as(admin).get("/orders").expect(200))).isEmpty();
        market.api().as(me).get("/orders?role=admin").expectProblem(403, "forbidden_role");
        market.api().get("/orders").expectProblem(401, "auth_missing");
    }

    @Test
    @Tag("API-8")
    void pagesWithoutGapsAndDuplicatesWhileOrdersArePlaced() {
        Person client = market.aUser("Bea");
        List<String> first = Stream.generate(
                        () -> market.anOrder().from(client).placed().id().toString())
                .limit(7)
                .toList();
        List<String> seen = new ArrayList<>();
        Answer page = market.api().as(client).get("/orders?limit=2").expect(200);
        while (true) {
            seen.addAll(ids(page));
            String cursor = page.at("next_cursor");
            if (cursor == null) {
                break;
            }
            String added = market.anOrder().from(client).placed().id().toString();
            assertThat(seen).doesNotContain(added);
            page = market.api()
                    .as(client)
                    .get("/orders?limit=2&cursor=" + cursor)
                    .expect(200);
        }
        Difference.none("the orders on all pages", seen, first);
    }

    @Test
    @Tag("API-8")
    void pagesThroughOrdersWithTheSameCreationTime() {
        Person client = market.aUser("Bea");
        TestGig gig = market.aGig().create();
        market.sql().update("""
                        with placed as (
                          insert into orders (id, gig_id, client_id, freelancer_id, gig_title, amount, currency, delivery_days, payment_reference)
                          select gen_random_uuid(), ?, ?, ?, 'All at once', 1, 'USD', 1, 'GH-00000001' from generate_series(1, 9)
                          returning id)
                        insert into order_events (order_id, n, action, to_status, actor_id, actor_role)
                        select id, 1, 'place', 'PENDING_PAYMENT', ?, 'client' from placed
                        """, gig.id(), client.id(), gig.freelancer().id(), client.id());
        List<String> seen = new ArrayList<>();
        for (String cursor = ""; cursor != null; ) {
            Answer page =
                    market.api().as(client).get("/orders?limit=4" + cursor).expect(200);
            seen.addAll(ids(page));
            cursor = page.at("next_cursor") == null ? null : "&cursor=" + page.at("next_cursor");
        }
        assertThat(seen.size()).as("orders on all pages").isEqualTo(9);
        assertThat(new HashSet<>(seen).size()).as("different ones").isEqualTo(9);
    }

    @Test
    @Tag("API-8")
    void refusesForgedCursorsAndCursorsOfOtherLists() {
        String cursor = market.api().as(me).get("/orders?limit=2").expect(200).text("next_cursor");
        market.api().as(me).get("/orders?limit=5&cursor=" + cursor).expect(200);
        for (int at = 0; at < cursor.length(); at++) {
            char other = cursor.charAt(at) == 'A' ? 'E' : 'A';
            String tampered = cursor.substring(0, at) + other + cursor.substring(at + 1);
            expectRefusedCursor("/orders?cursor=" + tampered);
        }
        expectRefusedCursor("/orders?cursor=");
        expectRefusedCursor("/orders?cursor=abc");
        expectRefusedCursor("/orders?cursor=" + cursor + cursor);
        expectRefusedCursor("/orders?cursor=" + "A".repeat(2_000));
        expectRefusedCursor("/orders?cursor=%00%F0%9F%98%80");
        expectRefusedCursor("/orders?role=client&cursor=" + cursor);
        expectRefusedCursor("/orders?status=DISPUTED&cursor=" + cursor);
        expectRefusedCursor("/orders?awaiting=me&cursor=" + cursor);
        market.api().as(admin).get("/orders?cursor=" + cursor).expectProblem(400, "malformed_cursor");
        expectRefusedCursor(bought(Stage.PLACED).path("history?cursor=" + cursor));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status=CANCELLED&status=COMPLETED",
                "status=COMPLETED&status=CANCELLED&status=COMPLETED",
                "status=CANCELLED&status=CANCELLED&status=COMPLETED"
            })
    @Tag("API-8")
    void takesACursorOfTheSameStatusesInAnyOrder(String statuses) {
        ApiClient reader = market.api().as(me);
        String path = "/orders?limit=1&status=COMPLETED&status=CANCELLED";
        String next = "&cursor=" + reader.get(path).expect(200).text("next_cursor");
        assertThat(ids(reader.get("/orders?limit=1&" + statuses + next).expect(200)))
                .isEqualTo(ids(reader.get(path + next).expect(200)))
                .hasSize(1);
        expectRefusedCursor("/orders?status=COMPLETED" + next);
    }

    @Test
    @Tag("API-2")
    @Tag("API-4")
    void namesEveryInvalidParameter() {
        market.api()
                .as(me)
                .get("/orders?role=boss&status=DONE&awaiting=you&limit=0")
                .expectProblem(422, "validation_failed")
                .namingOnly("role not_allowed", "status not_allowed", "awaiting not_allowed", "limit too_small");
        market.api()
                .as(me)
                .get("/orders?limit=101")
                .expectProblem(422, "validation_failed")
                .namingOnly("limit too_large");
        market.api()
                .as(me)
                .get("/orders?limit=ten&page=2&role=client&role=client")
                .expectProblem(400, "malformed_parameter")
                .namingOnly("limit wrong_type", "page unknown_field", "role invalid_format");
    }

    private static void expectRefusedCursor(String path) {
        market.api().as(me).get(path).expectProblem(400, "malformed_cursor").namingOnly("cursor invalid_format");
    }

    private static void expectOrders(String parameters, BiPredicate<Stage, Boolean> filter) {
        expectOrders(me, parameters, filter);
    }

    private static void expectOrders(Person reader, String parameters, BiPredicate<Stage, Boolean> filter) {
        String path = "/orders?limit=100" + parameters;
        List<String> actual = market.api().as(reader).get(path).expect(200).items().stream()
                .map(order -> names.getOrDefault(order.path("id").asText(), "an order of others"))
                .filter(name -> reader.equals(me) || !name.equals("an order of others"))
                .toList();
        List<String> expected = new ArrayList<>();
        for (Stage stage : Stage.values()) {
            if (filter.test(stage, true)) {
                expected.add(nameOfBought(stage));
            }
            if (filter.test(stage, false)) {
                expected.add(nameOfSold(stage));
            }
        }
        Difference.none("the orders in " + path, actual, expected);
    }

    private static List<String> ids(Answer page) {
        return page.items().stream().map(order -> order.path("id").asText()).toList();
    }

    private static String nameOfBought(Stage stage) {
        return "bought and " + stage;
    }

    private static String nameOfSold(Stage stage) {
        return "sold and " + stage;
    }

    private static PlacedOrder bought(Stage stage) {
        return requireNonNull(bought.get(stage));
    }

    private static PlacedOrder sold(Stage stage) {
        return requireNonNull(sold.get(stage));
    }
}
