package dev.guildhall.gig;

/**
 * Composes the statements that list gigs, out of fixed pieces and by which filters are set, for a condition that allows for
 * filters that are not set would keep PostgreSQL from its indexes.
 *
 * <p>Which index is the best one depends on how many gigs match: for many, the one with the order; for few, those of the
 * filters. A prepared statement is planned without knowing, and knowing the words PostgreSQL still guesses badly how rare they
 * are. So a search does both: it looks through the next few thousand gigs in the order asked for, and only if these do not
 * fill a page it gathers all matches and sorts them, which will not be many.
 */
final class GigSearchSql {
    /** How far a search looks before it gathers all matches: on a full page of 100, one match in 20 ends it. */
    static final int LOOKED_THROUGH = 2_000;

    static final int RANKED = 1_000;
    static final int LOOKED_THROUGH_TO_RANK = 5 * RANKED;

    private static final String IS_LISTED = " g.is_active and g.deleted_at is null ";

    /** As a subquery it is evaluated once, not once a row. */
    private static final String WORDS = "(select websearch_to_tsquery('english', #{words}::text))";

    /** Not a join, which may read all users for the sake of a few gigs. */
    private static final String IS_OF_ACTIVE_USER = " and (select is_active from users where id = g.freelancer_id) ";

    private GigSearchSql() {}

    static String of(GigFilter filter) {
        return filter.isSearch() ? search(filter) : list(filter);
    }

    private static String list(GigFilter filter) {
        GigSort sort = filter.sort();
        return "select " + GigSql.COLUMNS + " from gigs g" + GigSql.FREELANCER + "where freelancer.is_active and"
                + IS_LISTED + conditions(filter) + " and " + sort.after("g") + sort.order("g") + "limit #{rows}::int";
    }

    private static String search(GigFilter filter) {
        GigSort sort = filter.sort();
        String matches = conditions(filter) + IS_OF_ACTIVE_USER;
        return """
                with near as materialized (
                  select g.id, g.%1$s from (
                    select * from gigs g where %2$s and %3$s %4$s limit #{looked_through}::int
                  ) g where true %5$s %4$s limit #{wanted}::int
                ), everywhere as materialized (
                  select g.id, g.%1$s from gigs g
                  where (select count(*) from near) < #{wanted}::int and %2$s %5$s
                ), page as (
                  select * from near where (select count(*) from near) >= #{wanted}::int
                  union all
                  (select * from everywhere where %6$s %7$s limit #{wanted}::int)
                )
                """.formatted(
                                sort.column(),
                                IS_LISTED,
                                sort.after("g"),
                                sort.order("g"),
                                matches,
                                sort.after("everywhere"),
                                sort.order("everywhere"))
                + "select " + GigSql.COLUMNS + " from page join gigs g on g.id = page.id" + GigSql.FREELANCER
                + (sort == GigSort.RELEVANCE
                        ? "order by ts_rank_cd(g.search, " + WORDS
                                + ") desc, g.created_at desc, g.id desc limit #{rows}::int"
                        : sort.order("g"));
    }

    private static String conditions(GigFilter filter) {
        StringBuilder conditions = new StringBuilder();
        if (filter.words() != null) {
            conditions.append(" and g.search @@ ").append(WORDS);
        }
        if (filter.hasPriceRange()) {
            conditions.append(" and g.price between #{min_price}::numeric and #{max_price}::numeric");
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
