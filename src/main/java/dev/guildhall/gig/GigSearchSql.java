package dev.guildhall.gig;

import dev.guildhall.db.Columns;
import dev.guildhall.db.Keyset;
import dev.guildhall.db.PagedSelect;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Builds the statements that list gigs from fixed parts, with conditions only for the filters that are set. A condition that
 * also covers filters that are not set would prevent PostgreSQL from using its indexes.
 *
 * <p>Which index is best depends on how many gigs match: the index with the order if many match, the indexes of the filters if
 * few do. A prepared statement is planned without this number. So a search has up to three steps. {@code near} scans the next few
 * hundred gigs in the requested order. {@code further} scans many more, if {@code near} found enough matches to expect a full page
 * there, or if by the statistics so many gigs match that to find them all would take longer. {@code everywhere}, only for rare
 * matches, finds all of them by the indexes of the filters, planned for their values, and sorts them. If by the statistics it would
 * have to look at too many, the page is what {@code further} has found, and the next page begins where that stopped.
 */
final class GigSearchSql {
    private static final int MAX_RANKED = 1_000;

    /**
     * The longest text of one gig in a list, by the checks of the tables: 120 characters of title, 300 of the excerpt, 120 and 2,000
     * for the freelancer's name and picture, of 4 bytes each, and 38 bytes of currency and language.
     */
    private static final int MAX_TEXT_BYTES = 4 * (120 + GigSummary.MAX_EXCERPT + 120 + 2_000) + 38;

    private static final String IS_LISTED = " g.is_active and g.deleted_at is null ";

    private static final String LANGUAGES =
            "array_remove(array[(select s.default_language from search_settings s where s.is_only_row), #{language}::text], null)";

    private static final String MEANT = "search_query(#{words}::text, " + LANGUAGES + ", #{page}::int, #{typos}::int)";

    /** What the words themselves find comes first, and is there already. */
    private static final String BUT_NOT_TYPED = " && !!search_query(#{words}::text, " + LANGUAGES + ", 0, 0)";

    /** Every gig has its language among its words, so that one index finds both. */
    private static final String LANGUAGE = "('''=' || lower(#{language}::text) || '''')::tsquery";

    /** Evaluated once for all steps of a search. */
    private static final String QUERY = "(select words.query from words)";

    private static final String IS_IN_PRICE_RANGE =
            " and g.price between #{min_price}::numeric and #{max_price}::numeric ";

    private static final String IS_OF_FREELANCER = " and g.freelancer_id = #{freelancer} ";

    /**
     * Whether one can order from the freelancer: not from who owes a refund for too long. Not a join, since a join may read all users
     * for a few gigs.
     */
    private static final String TAKES_ORDERS =
            " and (select u.is_active and u.refund_due_at > now() from users u where u.id = %s) ";

    private static final String FREELANCER_TAKES_ORDERS = TAKES_ORDERS.formatted("g.freelancer_id");

    /** The columns that the order and the filters use. The index by time has all but the last, which is read only for a query. */
    private static final String FILTERED_COLUMNS =
            "g.id, g.freelancer_id, g.price, g.delivery_days, g.created_at, g.search";

    /** Not for corrected words: they are many, and the statistics overestimate those that they do not know. */
    private static final String IS_COMMON = "search_estimate({values}) > #{common}::int";

    /** False for the gig at which a search with too few matches stopped. If it is a match too, it is there twice, first as a match. */
    static final String IS_MATCH = "is_match";

    private static final String MATCHES_FIRST = ", is_match desc ";

    private static final Columns RANK = Columns.of("g.rank");

    private static final String BEST_FIRST = " order by rank desc, g.created_at desc, g.id desc ";

    private static final String SEARCH = """
            with words as materialized ({words}), near as materialized (
              select g.id, {key} from (
                select {filtered} from gigs g where {in_order} and {after} {order} limit #{near}::int
              ) g where true {matches} {is_visible} {order} limit #{wanted}::int
            ), common as materialized (
              select {is_common} as is_common where (select count(*) from near) < #{wanted}::int and {is_query}
            ), further as materialized (
              select g.id, {key} from (
                select {filtered} from gigs g where {in_order} and {after} {order} limit #{further}::int
              ) g
              where (select count(*) from near) < #{wanted}::int
                and ((select count(*) from near) >= #{promising}::int or (select c.is_common from common c))
                {matches} {is_visible}
              {order} limit #{wanted}::int
            ), everywhere as materialized (
              select g.id, {key} from (
                select g.id, g.freelancer_id, {key} from search_gigs({values}) g
                where {is_short} and (select c.is_common from common c) is not true
                  and {is_query} and {after} {order} offset 0
              ) g where true {is_visible} {order} limit #{wanted}::int
            ), page as (
              select g.id, {key}, true as is_match from near g where (select count(*) from near) = #{wanted}::int
              union all
              select g.id, {key}, true from further g
              where (select count(*) from further) = #{wanted}::int or (select c.is_common from common c)
              union all
              select g.id, {key}, true from everywhere g {or_stop}
            )
            """;

    private static final String IS_SHORT =
            "(select greatest((select count(*) from near), (select count(*) from further))) < #{wanted}::int";

    /** The last gig that {@code further} has scanned. */
    private static final String OR_STOP = """
            union all
            select g.id, {key}, false from (
              select g.id, {key} from gigs g
              where {is_short} and (select c.is_common from common c) and {in_order} and {after}
              {order} offset #{further}::int - 1 limit 1
            ) g
            """;

    /** To compose a statement takes as long as to send it. */
    private static final Map<Shape, String> STATEMENTS = new ConcurrentHashMap<>();

    private GigSearchSql() {}

    /** @param rows number of gigs to read */
    static String of(GigFilter filter, int rows) {
        return STATEMENTS.computeIfAbsent(Shape.of(filter, rows), GigSearchSql::compose);
    }

    private static String compose(Shape shape) {
        boolean isRanking = shape.sort() == GigSort.RELEVANCE;
        String order = shape.sort().keyset().orderOfResult();
        if (!shape.isSearch()) {
            return page(shape, GigSql.SUMMARY, list(shape), order);
        }
        Columns columns = GigSql.SUMMARY.with(isRanking ? RANK : Columns.of("page." + IS_MATCH));
        return page(shape, columns, search(shape, columns), isRanking ? "rank desc, " + order : order + MATCHES_FIRST);
    }

    private static String page(Shape shape, Columns columns, String rows, String order) {
        return shape.fitsOnPage() ? rows : PagedSelect.of(columns, rows, order);
    }

    /**
     * How many gigs to scan, at 2 µs for each; to find them by the indexes of the filters and to sort them costs as much for each.
     * For a page of 20 the first is cheaper if one gig in 200 matches or more, for a ranking if one in 50 does. Without a query, the index
     * by time is enough, at 0.25 µs for each.
     *
     * @param rows number of gigs on a page
     */
    static Map<String, Integer> scanDepth(GigFilter filter, int rows) {
        if (filter.sort() == GigSort.RELEVANCE) {
            int further = 50 * MAX_RANKED;
            return Map.of("near", 2_000, "promising", 40, "further", further, "common", further, "wanted", MAX_RANKED);
        }
        boolean readsOnlyAnIndex = filter.sort() == GigSort.NEWEST && !filter.hasQuery();
        int promising = 1 + rows / 20;
        return readsOnlyAnIndex
                ? Map.of("near", 800, "promising", promising, "further", 80_000, "common", 10_000, "wanted", rows)
                : Map.of("near", 200, "promising", promising, "further", 20_000, "common", 20_000, "wanted", rows);
    }

    private static String list(Shape shape) {
        Keyset keyset = shape.sort().keyset();
        String gigs = " from gigs g%s where " + IS_LISTED + matches(shape) + " and" + keyset.after();
        if (!shape.isOfFreelancer()) {
            return "select " + GigSql.SUMMARY + gigs.formatted(GigSql.FREELANCER)
                    + " and freelancer.is_active and freelancer.refund_due_at > now()" + keyset.page();
        }
        // One user for all of them: a join may look it up for each.
        return "select " + GigSql.SUMMARY + " from (select " + GigSql.GIG + gigs.formatted("")
                + TAKES_ORDERS.formatted("#{freelancer}") + keyset.page() + ") g"
                + GigSql.FREELANCER + keyset.order();
    }

    private static String search(Shape shape, Columns columns) {
        GigSort sort = shape.sort();
        Keyset keyset = sort.keyset();
        // In order of price, gigs outside of the price range need no scan.
        String inOrder = IS_LISTED
                + (sort.isByPrice() && shape.hasPriceRange() ? IS_IN_PRICE_RANGE : "")
                + (shape.isOfFreelancer() ? IS_OF_FREELANCER : "");
        String page = SEARCH.replace("{or_stop}", sort == GigSort.RELEVANCE ? "" : OR_STOP)
                .replace("{words}", words(shape))
                .replace("{filtered}", FILTERED_COLUMNS)
                .replace("{key}", keyset.key())
                .replace("{in_order}", inOrder)
                .replace("{after}", keyset.after())
                .replace("{order}", keyset.order())
                .replace("{is_common}", shape.isCorrected() ? "false" : IS_COMMON)
                .replace("{is_short}", IS_SHORT)
                .replace("{values}", values(shape))
                .replace("{is_query}", shape.hasQuery() ? QUERY + " is not null" : "true")
                .replace("{matches}", matches(shape))
                .replace("{is_visible}", FREELANCER_TAKES_ORDERS);
        String found = " from page join gigs g on g.id = page.id ";
        // Rank first, so that excerpts are computed only for the gigs on the page.
        return sort == GigSort.RELEVANCE
                ? page + "select " + columns + " from (select " + GigSql.GIG
                        + ", ts_rank_cd(g.search, (select words.meant from words)) as rank" + found + BEST_FIRST
                        + "limit #{rows}::int) g" + GigSql.FREELANCER + BEST_FIRST
                : page + "select " + columns + found + GigSql.FREELANCER + keyset.order() + MATCHES_FIRST;
    }

    private static String words(Shape shape) {
        if (!shape.hasWords()) {
            return "select " + (shape.hasLanguage() ? LANGUAGE : "null::tsquery") + " as query";
        }
        return "select m.meant, m.meant" + (shape.isCorrected() ? BUT_NOT_TYPED : "")
                + (shape.hasLanguage() ? " && " + LANGUAGE : "") + " as query from (select " + MEANT
                + " as meant offset 0) m";
    }

    private static String matches(Shape shape) {
        StringBuilder conditions = new StringBuilder();
        if (shape.hasQuery()) {
            conditions.append(" and g.search @@ ").append(QUERY);
        }
        if (shape.hasPriceRange()) {
            conditions.append(IS_IN_PRICE_RANGE);
        }
        if (shape.hasMaxDeliveryDays()) {
            conditions.append(" and g.delivery_days <= #{max_delivery_days}::int");
        }
        if (shape.isOfFreelancer()) {
            conditions.append(IS_OF_FREELANCER);
        }
        return conditions.toString();
    }

    /** The arguments of {@code search_gigs}. */
    private static String values(Shape shape) {
        return String.join(
                ", ",
                shape.hasQuery() ? QUERY : "null",
                shape.hasPriceRange() ? "#{min_price}::numeric, #{max_price}::numeric" : "null, null",
                shape.hasMaxDeliveryDays() ? "#{max_delivery_days}::int" : "null",
                shape.isOfFreelancer() ? "#{freelancer}" : "null");
    }

    /** What decides about the text of the statement; there are a few hundred of them at most. */
    private record Shape(
            boolean fitsOnPage,
            boolean isSearch,
            boolean hasWords,
            boolean isCorrected,
            boolean hasLanguage,
            boolean hasPriceRange,
            boolean hasMaxDeliveryDays,
            boolean isOfFreelancer,
            GigSort sort) {

        static Shape of(GigFilter filter, int rows) {
            return new Shape(
                    rows <= PagedSelect.MAX_PAGE_BYTES / MAX_TEXT_BYTES,
                    filter.isSearch(),
                    filter.words() != null,
                    filter.typos() > 0,
                    filter.language() != null,
                    filter.hasPriceRange(),
                    filter.maxDeliveryDays() != null,
                    filter.freelancer() != null,
                    filter.sort());
        }

        boolean hasQuery() {
            return hasWords || hasLanguage;
        }
    }
}
