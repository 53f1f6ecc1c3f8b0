package dev.guildhall.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guildhall.db.PagedSelect;
import dev.guildhall.support.Answer;
import dev.guildhall.support.ApiClient;
import dev.guildhall.support.LongTexts;
import dev.guildhall.support.Market;
import dev.guildhall.support.RecordingProxy;
import dev.guildhall.support.Server;
import dev.guildhall.support.Sql;
import dev.guildhall.support.TestDatabase;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every list, with items whose texts have the maximum length. */
@Tag("API-8")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LongestPagesIT {
    /** An upper bound for the rest of an item without its texts: names of fields, ids, times, numbers. */
    private static final int BESIDE_TEXT_BYTES = 2_048;

    /** More than the texts of any item take. */
    private static final int MAX_ITEM_BYTES = 48 * 1024;

    private final TestDatabase database = TestDatabase.fresh();
    private final Sql sql = database.sql();
    private final RecordingProxy proxy = RecordingProxy.to(database.address());
    private final Server server = Server.on(proxy.address(), Map.of("CLUSTER", "off", "SAFETY_NET_INTERVAL", "60s"));
    private final LongTexts texts = new LongTexts(Market.of(server, sql));
    private final ApiClient client = server.api().as(texts.client());

    @BeforeAll
    void cacheTheCaller() {
        client.get("/me").expect(200);
    }

    @AfterAll
    void close() {
        try (TestDatabase dropped = database;
                Sql closed = sql;
                RecordingProxy ended = proxy;
                Server stopped = server) {
            // Closed in the opposite order.
        }
    }

    Stream<String> lists() {
        String order = "/orders/" + texts.order();
        return Stream.of(
                "/gigs?",
                "/gigs?sort=price",
                "/gigs?sort=-price",
                "/gigs?q=logo",
                "/gigs?max_delivery_days=9&sort=price",
                "/gigs?freelancer_id=" + texts.freelancer().id(),
                "/users/" + texts.freelancer().id() + "/gigs?",
                "/users/" + texts.freelancer().id() + "/reviews?",
                "/users/" + texts.client().id() + "/reviews?direction=given",
                "/orders?",
                "/orders?role=client",
                order + "/history?",
                order + "/payment-proofs?",
                order + "/messages?",
                "/messages/" + texts.freelancer().id() + "?",
                "/messages/" + texts.freelancer().id() + "?after_seq=0&before_seq=999",
                "/conversations?");
    }

    @ParameterizedTest
    @MethodSource("lists")
    void limitsEachPageByItsBytesAndSkipsNothing(String list) {
        List<String> all = new ArrayList<>();
        @Nullable String cursor = null;
        do {
            Answer page = page(client, list, cursor);
            cursor = page.at("next_cursor");
            page.items().forEach(item -> all.add(identity(item)));
            assertThat(cursor == null
                            || page.body().getBytes(UTF_8).length > PagedSelect.MAX_PAGE_BYTES - MAX_ITEM_BYTES)
                    .as("as many items as fit")
                    .isTrue();
        } while (cursor != null);
        assertThat(all).hasSize(LongTexts.ROWS).doesNotHaveDuplicates();
        assertThat(all).isEqualTo(oneByOne(list));
    }

    @Test
    void limitsTheOrdersForAdmins() {
        ApiClient admin = server.api().as(Market.of(server, sql).anAdmin());
        admin.get("/me").expect(200);
        assertThat(page(admin, "/orders?role=admin", null).at("next_cursor")).isNotNull();
    }

    @Test
    void limitsTheOtherListsForAdmins() {
        ApiClient admin = server.api().as(Market.of(server, sql).anAdmin());
        admin.get("/me").expect(200);
        sql.update("update users set deactivation_reason = repeat('😀', 2000) where not is_admin");
        sql.update("""
                insert into moderation_events (id, action, actor_id, user_id, reason)
                select gen_random_uuid(), 'user_reactivated', id, id, repeat('😀', 2000) from users
                """);
        String search = "/users?q=" + URLEncoder.encode("😀".repeat(120), UTF_8);
        for (String list : List.of("/users?", search, "/moderation-events?")) {
            assertThat(page(admin, list, null).at("next_cursor")).as(list).isNotNull();
        }
    }

    @Test
    void limitsARankingThatHasNoNextPage() {
        Answer page = page(client, "/gigs?q=logo&sort=relevance", null);
        assertThat(page.items()).hasSizeBetween(20, LongTexts.ROWS - 1);
        assertThat(page.at("next_cursor")).isNull();
    }

    @Test
    void showsAShortListOnOnePage() {
        assertThat(page(client, "/orders/" + texts.order() + "/reviews?", null).items())
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/gigs?", "/gigs?q=logo", "/gigs?q=logo&sort=relevance"})
    void sends24GigsOnOnePageHoweverLongTheirTextsAre(String list) {
        assertThat(page(client, list, 24, null).items()).hasSize(24);
    }

    private Answer page(ApiClient reader, String list, @Nullable String cursor) {
        return page(reader, list, 100, cursor);
    }

    private Answer page(ApiClient reader, String list, int limit, @Nullable String cursor) {
        proxy.clear();
        Answer page = reader.get(list + "&limit=" + limit + (cursor == null ? "" : "&cursor=" + cursor))
                .expect(200);
        assertThat(page.items()).isNotEmpty();
        long maxBytes = PagedSelect.MAX_PAGE_BYTES + (long) page.items().size() * BESIDE_TEXT_BYTES;
        assertThat(proxy.largestResponse()).as("bytes from PostgreSQL").isBetween(1L, maxBytes + 4_096);
        assertThat((long) page.body().getBytes(UTF_8).length).isLessThan(maxBytes);
        return page;
    }

    private List<String> oneByOne(String list) {
        List<String> all = new ArrayList<>();
        @Nullable String cursor = "";
        while (cursor != null) {
            Answer page = client.get(list + "&limit=1" + cursor).expect(200);
            page.items().forEach(item -> all.add(identity(item)));
            cursor = page.at("next_cursor") == null ? null : "&cursor=" + page.at("next_cursor");
        }
        return all;
    }

    private static String identity(JsonNode item) {
        return item.path("id")
                .asText(item.path("user_id").asText(item.path("created_at").asText()));
    }
}
