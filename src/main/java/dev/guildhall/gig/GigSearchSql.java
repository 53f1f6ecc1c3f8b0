package dev.guildhall.gig;

import dev.guildhall.db.Keyset;
import dev.guildhall.db.PagedSelect;
import java.util.Map;

/**
 * Builds the statements that list gigs from fixed parts, with conditions only for the filters that are set. A condition that
 * also covers filters that are not set would prevent PostgreSQL from using its indexes.
 *
 * <p>Which index is best depends on how many gigs match: the index with the order if many match, the indexes of the filters if
 * few do. A prepared statement is planned without this number, and PostgreSQL estimates badly how rare words are. So a search
 * has up to three steps. {@code near} scans the next few thousand gigs in the requested order. {@code further} scans ten times
 * as many, if {@code near} found enough matches to expect a full page there. {@code everywhere}, only for rare matches, finds all of them by
 * the indexes of the filters and sorts them.
 */
final class GigSearchSql {
    private static final int MAX_RANKED = 1_000;

    private static final String IS_LISTED = " g.is_active and g.deleted_at is null ";

    private static final String LANGUAGES =
            "array_remove(array[(select s.default_language from search_settings s where s.is_only_row), #{language}::text], null)";

    /** A subquery, so that it is evaluated once and not for each row. */
    private static final String TYPED = "(select search_query(#{words}::text, " + LANGUAGES + ", 0, 0))";

    private static final String MEANT =
            "select search_query(#{words}::text, " + LANGUAGES + ", #{page}::int, #{errors}::int) as query";

    /** The words of a search; evaluated once for all of its steps. */
    private static final String WORDS = "(select words.query from words)";

    /** Every gig has its language among its words, so that one index finds both. */
    private static final String IS_IN_LANGUAGE =
            " and g.search @@ (select ('''=' || lower(#{language}::text) || '''')::tsquery) ";

    private static final String IS_IN_PRICE_RANGE =
            " and g.price between #{min_price}::numeric and #{max_price}::numeric ";

    /** Not a join, since a join may read all users for a few gigs. */
    private static final String IS_OF_ACTIVE_USER =
            " and (select u.is_active from users u where u.id = g.freelancer_id) ";

    private static final String IS_OF_NO_DEBTOR = " and g.freelancer_id not in " + GigSql.DEBTORS;

    /** The columns that the order and the filters use. */
    private static final String FILTERED_COLUMNS =
            "g.id, g.freelancer_id, g.price, g.delivery_days, g.created_at, g.search";

    private static final String SEARCH = """
            with words as materialized ({meant}), near as materialized (
              select g.id, {key} from (
                select {filtered} from gigs g where {in_order} and {after} {order} limit #{near}::int
              ) g where true {matches} {order} limit #{wanted}::int
            ), further as materialized (
              select g.id, {key} from (
                select {filtered} from gigs g where {in_order} and {after} {order} limit #{further}::int
              ) g
              where (select count(*) from near) between #{promising}::int and #{wanted}::int - 1 {matches}
              {order} limit #{wanted}::int
            ), everywhere as materialized (
              select g.id, {key} from gigs g
              where (select greatest((select count(*) from near), (select count(*) from further))) < #{wanted}::int
                and {listed} {matches}
            ), page as (
              select g.id, {key} from near g where (select count(*) from near) = #{wanted}::int
              union all
              select g.id, {key} from further g where (select count(*) from further) = #{wanted}::int
              union all
              (select g.id, {key} from everywhere g where {after} {order} limit #{wanted}::int)
            )
            """;

    private GigSearchSql() {}

    static String of(GigFilter filter) {
        String rows = filter.isSearch() ? search(filter) : list(filter);
        String order = filter.sort().keyset().orderOfResult();
        return PagedSelect.of(GigSql.SUMMARY, rows, filter.sort() == GigSort.RELEVANCE ? "rank desc, " + order : order);
    }

    /**
     * How many gigs to scan, at 2 µs for each. A page of 20 is found by {@code near} if one gig in 100 matches, and {@code
     * further} is tried if one in 500 does. For a ranking it is one in 5, and one in 40.
     *
     * @param rows number of gigs on a page
     */
    static Map<String, Integer> scanDepth(GigSort sort, int rows) {
        return sort == GigSort.RELEVANCE
                ? Map.of(
                        "near",
                        5 * MAX_RANKED,
                        "promising",
                        MAX_RANKED / 8,
                        "further",
                        50 * MAX_RANKED,
                        "wanted",
                        MAX_RANKED)
                : Map.of("near", 2_000, "promising", 1 + rows / 5, "further", 20_000, "wanted", rows);
    }

    private static String list(GigFilter filter) {
        Keyset keyset = filter.sort().keyset();
        String gigs = " from gigs g%s where " + IS_LISTED + matches(filter, "(" + MEANT + ")") + IS_OF_NO_DEBTOR
                + " and" + keyset.after();
        if (filter.freelancer() == null) {
            return "select " + GigSql.SUMMARY + gigs.formatted(GigSql.FREELANCER) + " and freelancer.is_active"
                    + keyset.page();
        }
        // One user for all of them: a join may look it up for each.
        return "select " + GigSql.SUMMARY + " from (select " + GigSql.GIG + gigs.formatted("")
                + " and (select u.is_active from users u where u.id = #{freelancer})" + keyset.page() + ") g"
                + GigSql.FREELANCER + keyset.order();
    }

    private static String search(GigFilter filter) {
        GigSort sort = filter.sort();
        Keyset keyset = sort.keyset();
        // In order of price, gigs outside of the price range need no scan.
        String inOrder = IS_LISTED + (sort.isByPrice() && filter.hasPriceRange() ? IS_IN_PRICE_RANGE : "");
        String page = SEARCH.replace("{filtered}", FILTERED_COLUMNS)
                .replace("{key}", keyset.key())
                .replace("{in_order}", inOrder)
                .replace("{listed}", IS_LISTED)
                .replace("{after}", keyset.after())
                .replace("{order}", keyset.order())
                .replace("{meant}", filter.words() == null ? "select null::tsquery as query" : MEANT)
                .replace("{matches}", matches(filter, WORDS) + IS_OF_ACTIVE_USER + IS_OF_NO_DEBTOR);
        String found = " from page join gigs g on g.id = page.id ";
        // Rank first, so that excerpts are computed only for the gigs on the page.
        return sort == GigSort.RELEVANCE
                ? page + "select " + GigSql.SUMMARY + ", g.rank from (select " + GigSql.GIG + ", ts_rank_cd(g.search, "
                        + WORDS + ") as rank" + found
                        + "order by rank desc, g.created_at desc, g.id desc limit #{rows}::int) g"
                        + GigSql.FREELANCER
                : page + "select " + GigSql.SUMMARY + found + GigSql.FREELANCER + keyset.order();
    }

    private static String matches(GigFilter filter, String words) {
        StringBuilder conditions = new StringBuilder();
        if (filter.words() != null) {
            conditions.append(" and g.search @@ ").append(words);
        }
        if (filter.errors() > 0) {
            // What the words themselves find comes first, and is there already.
            conditions.append(" and not g.search @@ ").append(TYPED);
        }
        if (filter.language() != null) {
            conditions.append(IS_IN_LANGUAGE);
        }
        if (filter.hasPriceRange()) {
            conditions.append(IS_IN_PRICE_RANGE);
        }
        if (filter.maxDeliveryDays() != null) {
            // PostgreSQL expects few rows for a range with two ends and uses its index, which is wrong if a different
            // filter has a better one.
            boolean isOnlyFilter = filter.words() == null && filter.language() == null && !filter.hasPriceRange();
            conditions.append(isOnlyFilter ? " and g.delivery_days between 1 and " : " and g.delivery_days <= ");
            conditions.append("#{max_delivery_days}::int");
        }
        if (filter.freelancer() != null) {
            conditions.append(" and g.freelancer_id = #{freelancer}");
        }
        return conditions.toString();
    }
}
