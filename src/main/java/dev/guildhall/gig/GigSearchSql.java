package dev.guildhall.gig;

import dev.guildhall.db.Keyset;
import dev.guildhall.db.PagedSelect;
import java.util.Map;

/**
 * Composes the statements that list gigs, out of fixed pieces and by which filters are set, for a condition that allows for
 * filters that are not set would keep PostgreSQL from its indexes.
 *
 * <p>Which index is the best one depends on how many gigs match: for many, the one with the order; for few, those of the
 * filters. A prepared statement is planned without knowing, and knowing the words PostgreSQL still guesses badly how rare they
 * are. So a search tries: it looks near, through the next few thousand gigs in the order asked for; further, if what it has
 * found there promises to be enough then; and only if matches are rare it gathers them from everywhere and sorts them.
 */
final class GigSearchSql {
    private static final int RANKED = 1_000;

    private static final String IS_LISTED = " g.is_active and g.deleted_at is null ";

    /** As a subquery it is evaluated once, not once a row. */
    private static final String WORDS = "(select websearch_to_tsquery('english', #{words}::text))";

    private static final String IS_IN_PRICE_RANGE =
            " and g.price between #{min_price}::numeric and #{max_price}::numeric ";

    /** Not a join, which may read all users for the sake of a few gigs. */
    private static final String IS_OF_ACTIVE_USER =
            " and (select u.is_active from users u where u.id = g.freelancer_id) ";

    /** What the order and the filters look at. */
    private static final String SIFTED = "g.id, g.freelancer_id, g.price, g.delivery_days, g.created_at, g.search";

    private static final String SEARCH = """
            with near as materialized (
              select g.id, {key} from (
                select {sifted} from gigs g where {in_order} and {after} {order} limit #{near}::int
              ) g where true {matches} {order} limit #{wanted}::int
            ), further as materialized (
              select g.id, {key} from (
                select {sifted} from gigs g where {in_order} and {after} {order} limit #{further}::int
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
     * How far to look, at 2 µs a gig: for a page of 20, one match in a hundred is near enough, and one in five hundred worth
     * going further; to be ranked it takes one in five, or one in forty.
     *
     * @param rows how many make a page
     */
    static Map<String, Integer> scanDepth(GigSort sort, int rows) {
        return sort == GigSort.RELEVANCE
                ? Map.of("near", 5 * RANKED, "promising", RANKED / 8, "further", 50 * RANKED, "wanted", RANKED)
                : Map.of("near", 2_000, "promising", 1 + rows / 5, "further", 20_000, "wanted", rows);
    }

    private static String list(GigFilter filter) {
        Keyset keyset = filter.sort().keyset();
        return "select " + GigSql.SUMMARY + " from gigs g" + GigSql.FREELANCER + "where freelancer.is_active and"
                + IS_LISTED + matches(filter) + " and" + keyset.after() + keyset.page();
    }

    private static String search(GigFilter filter) {
        GigSort sort = filter.sort();
        Keyset keyset = sort.keyset();
        // Beyond the range that was set the order of prices leads nowhere.
        String inOrder = IS_LISTED + (sort.isByPrice() && filter.hasPriceRange() ? IS_IN_PRICE_RANGE : "");
        String page = SEARCH.replace("{sifted}", SIFTED)
                .replace("{key}", keyset.key())
                .replace("{in_order}", inOrder)
                .replace("{listed}", IS_LISTED)
                .replace("{after}", keyset.after())
                .replace("{order}", keyset.order())
                .replace("{matches}", matches(filter) + IS_OF_ACTIVE_USER);
        String found = " from page join gigs g on g.id = page.id ";
        // Only the descriptions of those gigs are cut that are shown.
        return sort == GigSort.RELEVANCE
                ? page + "select " + GigSql.SUMMARY + ", g.rank from (select " + GigSql.GIG + ", ts_rank_cd(g.search, "
                        + WORDS + ") as rank" + found
                        + "order by rank desc, g.created_at desc, g.id desc limit #{rows}::int) g"
                        + GigSql.FREELANCER
                : page + "select " + GigSql.SUMMARY + found + GigSql.FREELANCER + keyset.order();
    }

    private static String matches(GigFilter filter) {
        StringBuilder conditions = new StringBuilder();
        if (filter.words() != null) {
            conditions.append(" and g.search @@ ").append(WORDS);
        }
        if (filter.hasPriceRange()) {
            conditions.append(IS_IN_PRICE_RANGE);
        }
        if (filter.maxDeliveryDays() != null) {
            // Of a range with two ends few rows are expected: its index is used, but should not be where there is a
            // better one.
            boolean isAlone = filter.words() == null && !filter.hasPriceRange();
            conditions.append(isAlone ? " and g.delivery_days between 1 and " : " and g.delivery_days <= ");
            conditions.append("#{max_delivery_days}::int");
        }
        if (filter.freelancer() != null) {
            conditions.append(" and g.freelancer_id = #{freelancer}");
        }
        return conditions.toString();
    }
}
