package dev.guildhall.gig;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guildhall.support.Answer;
import dev.guildhall.support.Difference;
import dev.guildhall.support.Market;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the results with a plain query, with enough gigs for all three steps of the search. */
@Tag("GIG-5")
class GigSearchIT {
    @RegisterExtension
    static final Market market = new Market();

    private static final int MAX_PAGES = 4;
    private static final int GIGS = 30_000;

    private static final Map<String, String> ORDERS = Map.of(
            "newest", "created_at desc, id desc",
            "price", "price, id",
            "-price", "price desc, id desc");

    /** Names by gig id, since numbers are readable in a failure message. */
    private static final Map<String, String> names = new HashMap<>();

    @BeforeAll
    static void fillTheMarket() {
        market.sql().update("""
                insert into users (id, email, full_name, is_active)
                select md5('user ' || n)::uuid, n || '@example.org', 'User ' || n, n % 10 > 0 from generate_series(1, 100) n
                """);
        market.sql().update("""
                insert into gigs (id, freelancer_id, title, description, price, currency, delivery_days, is_active, deleted_at, created_at)
                select md5('gig ' || n)::uuid, md5('user ' || 1 + n % 100)::uuid,
                       'Gig' || case when n % 2 = 0 then ' common' else '' end || case when n % 100 = 7 then ' scarce' else '' end,
                       'Some text' || case when n % 290 = 1 then ' uncommon words' else '' end
                                   || case when n % 3010 = 2 then ' rare' else '' end
                                   || case when n % 6 = 0 then ' common common' else '' end,
                       1 + (n * 7919 % 500) * 0.5, 'USD', 1 + n * 31 % 365, n % 25 > 0, case when n % 24 = 0 then now() end,
                       timestamptz '2026-01-01 00:00Z' + n / 3 * interval '1 second'
                from generate_series(1, ?) n
                """, GIGS);
        market.sql()
                .rows(
                        "select md5('gig ' || n)::uuid::text as id, 'gig ' || n as name from generate_series(1, ?) n",
                        GIGS)
                .forEach(row -> names.put(String.valueOf(row.get("id")), String.valueOf(row.get("name"))));
        market.sql().update("analyze");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # q            | min    | max    | days | freelancer
            -              | -      | -      | -    | -
            common         | -      | -      | -    | -
            uncommon       | -      | -      | -    | -
            rare           | -      | -      | -    | -
            absent         | -      | -      | -    | -
            the            | -      | -      | -    | -
            "common gig"   | -      | -      | -    | -
            -common        | -      | -      | -    | -
            rare or scarce | -      | -      | -    | -
            -              | 100    | 100.50 | -    | -
            -              | 250    | -      | -    | -
            -              | -      | 1      | -    | -
            -              | 0      | -      | -    | -
            -              | 100    | 50     | -    | -
            -              | -      | -      | 1    | -
            -              | -      | -      | 90   | -
            -              | 20     | 200    | 2    | -
            scarce         | 20     | 30     | -    | -
            scarce         | -      | -      | 60   | -
            common         | 249    | 250    | 300  | -
            common         | 150    | 250    | -    | -
            -              | -      | -      | -    | 7
            common         | 20     | 200    | 200  | 7
            common         | -      | -      | -    | 9
            """)
    void findsWhatAPlainQueryFinds(
            @Nullable String words,
            @Nullable String minPrice,
            @Nullable String maxPrice,
            @Nullable String days,
            @Nullable Integer freelancer) {
        UUID user = freelancer == null ? null : user(freelancer);
        String path = "/gigs?limit=20" + parameter("q", words) + parameter("min_price", minPrice)
                + parameter("max_price", maxPrice) + parameter("max_delivery_days", days)
                + parameter("freelancer_id", user);
        for (Map.Entry<String, String> order : ORDERS.entrySet()) {
            List<String> expected = market
                    .sql()
                    .rows(
                            """
                            select g.id from gigs g join users u on u.id = g.freelancer_id
                            where u.is_active and g.is_active and g.deleted_at is null
                              and (?::text is null or search @@ websearch_to_tsquery('english', ?::text))
                              and (?::numeric is null or price >= ?::numeric) and (?::numeric is null or price <= ?::numeric)
                              and (?::int is null or delivery_days <= ?::int) and (?::uuid is null or freelancer_id = ?)
                            order by\s"""
                                    + order.getValue()
                                            .replace("created_at", "g.created_at")
                                            .replace("id", "g.id"),
                            words,
                            words,
                            minPrice,
                            minPrice,
                            maxPrice,
                            maxPrice,
                            days,
                            days,
                            user,
                            user)
                    .stream()
                    .map(row -> String.valueOf(row.get("id")))
                    .toList();
            String sorted = path + "&sort=" + order.getKey();
            Difference.noneInOrder(
                    "gigs found by " + sorted,
                    names(pages(sorted)),
                    names(expected.subList(0, Math.min(expected.size(), 20 * MAX_PAGES))));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"common", "common or scarce", "scarce", "rare", "absent"})
    void ranksTheNewestThousandByRelevance(String words) {
        Answer ranked = market.api()
                .get("/gigs?sort=relevance&limit=50" + parameter("q", words))
                .expect(200);
        Difference.noneInOrder(
                "gigs found by their relevance to " + words,
                names(ids(ranked.items())),
                names(market.sql().rows("""
                        select id from (
                          select g.* from gigs g join users u on u.id = g.freelancer_id
                          where u.is_active and g.is_active and g.deleted_at is null
                            and search @@ websearch_to_tsquery('english', ?)
                          order by g.created_at desc, g.id desc limit 1000) newest
                        order by ts_rank_cd(search, search_query(?, array['en'], 0, 0)) desc, created_at desc, id desc limit 50
                        """, words, words).stream()
                        .map(row -> String.valueOf(row.get("id")))
                        .toList()));
        assertThat(ranked.at("next_cursor")).isNull();
    }

    @Test
    void pagesWithoutGapsWhileGigsAreAdded() {
        String path = "/gigs?q=rare&limit=3";
        Answer first = market.api().get(path).expect(200);
        market.aGig().titled("Something rare").create();
        Answer second =
                market.api().get(path + "&cursor=" + first.text("next_cursor")).expect(200);
        List<String> afterwards = ids(market.api().get("/gigs?q=rare").items());
        assertThat(afterwards.subList(1, 7))
                .startsWith(ids(first.items()).toArray(String[]::new))
                .endsWith(ids(second.items()).toArray(String[]::new));
        market.sql().update("delete from gigs where title = 'Something rare'");
    }

    @Test
    void refusesACursorOfADifferentList() {
        String cursor = market.api().get("/gigs?q=common").text("next_cursor");
        market.api().get("/gigs?q=common&sort=newest&cursor=" + cursor).expectProblem(400, "malformed_cursor");
        market.api().get("/gigs?q=scarce&cursor=" + cursor).expectProblem(400, "malformed_cursor");
        market.api().get("/gigs?q=common&sort=relevance&cursor=" + cursor).expectProblem(400, "malformed_cursor");
        market.api().get("/users/" + user(1) + "/gigs?cursor=" + cursor).expectProblem(400, "malformed_cursor");
    }

    /** Words that would be a list of other filters, if their end could not be told. */
    @Test
    void refusesACursorOfAListWhoseWordsReadLikeAnotherFilter() {
        market.aGig().titled("First twofold sort=price").create();
        market.aGig().titled("Second twofold sort=price").create();
        for (String words : List.of("twofold]\nsort=[price", "twofold\nsort\nprice")) {
            String cursor = market.api()
                    .get("/gigs?limit=1" + parameter("q", words))
                    .expect(200)
                    .text("next_cursor");
            market.api().get("/gigs?q=twofold&sort=price&cursor=" + cursor).expectProblem(400, "malformed_cursor");
        }
        market.sql().update("delete from gigs where title like '%twofold sort=price'");
    }

    @ParameterizedTest
    @ValueSource(ints = {19, 41, 1_000})
    void namesTheParametersWithLongNumbers(int digits) {
        String number = "9".repeat(digits);
        market.api()
                .get("/gigs?max_delivery_days=" + number + "&limit=-" + number)
                .expectProblem(422, "validation_failed")
                .namingOnly("max_delivery_days too_large", "limit too_small");
    }

    @Test
    void namesEveryInvalidParameter() {
        market.api()
                .get("/gigs?sort=relevance")
                .expectProblem(422, "validation_failed")
                .namingOnly("sort not_allowed");
        market.api()
                .get("/gigs?sort=best&max_delivery_days=0&min_price=-1&max_price=0.001&limit=101&q=" + "x".repeat(201))
                .expectProblem(422, "validation_failed")
                .namingOnly(
                        "sort not_allowed",
                        "max_delivery_days too_small",
                        "min_price too_small",
                        "max_price too_precise",
                        "limit too_large",
                        "q too_long");
        market.api()
                .get("/gigs?min_price=cheap&freelancer_id=me&max_delivery_days=soon&page=2&q=%00")
                .expectProblem(400, "malformed_parameter")
                .namingOnly(
                        "min_price invalid_format",
                        "freelancer_id invalid_format",
                        "max_delivery_days wrong_type",
                        "page unknown_field",
                        "q invalid_character");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'",
                "''; drop table gigs; --",
                "a & | ! ( ) :* <->",
                "\"",
                "-",
                "or or or",
                "%",
                "\\",
                "$1",
                "#{rows}",
                "🦊"
            })
    void acceptsAnyTextAsWords(String words) {
        for (String sort : List.of("newest", "price", "relevance")) {
            market.api().get("/gigs?sort=" + sort + parameter("q", words)).expect(200);
        }
    }

    private static List<String> pages(String path) {
        List<String> ids = new ArrayList<>();
        String cursor = null;
        for (int page = 0; page < MAX_PAGES; page++) {
            Answer answer = market.api().get(path + parameter("cursor", cursor)).expect(200);
            ids.addAll(ids(answer.items()));
            cursor = answer.at("next_cursor");
            if (cursor == null) {
                break;
            }
        }
        return ids;
    }

    private static List<String> ids(List<JsonNode> gigs) {
        return gigs.stream().map(gig -> gig.get("id").asText()).toList();
    }

    private static String parameter(String name, @Nullable Object value) {
        return value == null ? "" : "&" + name + "=" + URLEncoder.encode(value.toString(), StandardCharsets.UTF_8);
    }

    private static UUID user(int n) {
        return UUID.fromString(String.valueOf(
                market.sql().row("select md5('user ' || ?)::uuid as id", n).get("id")));
    }

    private static List<String> names(List<String> ids) {
        return ids.stream().map(id -> names.getOrDefault(id, "another gig")).toList();
    }
}
