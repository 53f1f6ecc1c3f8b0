package dev.guildhall.gig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.db.Database;
import dev.guildhall.db.Rows;
import dev.guildhall.support.Market;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlClient;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Asks PostgreSQL how it would read every list of gigs when it plans before it knows the values. */
class GigPlansIT {
    @RegisterExtension
    static final Market market = new Market();

    private static final Pattern PARAMETER = Pattern.compile("#\\{(\\w+)}");
    private static final Pattern READ_FROM_END_TO_END = Pattern.compile("Seq Scan on \\w+");

    private static final Vertx vertx = Vertx.vertx();
    private static @Nullable Database database;

    @AfterAll
    static void hangUp() {
        vertx.close().await();
    }

    @BeforeAll
    static void fillTheMarket() {
        // So small that each kind of statement has one connection, on which it can be prepared and explained.
        database = new Database(vertx, market.database().address(), 4, 0);
        market.sql().update("""
                insert into users (id, email, full_name)
                select md5('user ' || n)::uuid, n || '@example.org', 'User ' || n from generate_series(1, 10000) n
                """);
        market.sql().update("""
                insert into gigs (id, freelancer_id, title, description, price, currency, delivery_days, created_at)
                select md5('gig ' || n)::uuid, md5('user ' || 1 + n % 10000)::uuid, 'Gig', 'Kind ' || n % 1000, 1 + n % 500, 'USD',
                       1 + n % 30, now() - n * interval '1 minute'
                from generate_series(1, 100000) n
                """);
        market.sql().update("vacuum analyze");
    }

    @ParameterizedTest
    @MethodSource
    void readsNoTableFromEndToEnd(GigFilter filter) {
        SqlClient client =
                filter.isSifted() ? database().searches() : database().reads();
        assertThat(plan(client, GigSearchSql.of(filter))).doesNotContainPattern(READ_FROM_END_TO_END);
    }

    static Stream<GigFilter> readsNoTableFromEndToEnd() {
        List<GigFilter> filters = new ArrayList<>();
        for (GigSort sort : GigSort.values()) {
            for (int set = 0; set < 16; set++) {
                String words = isIn(set, 0) ? "logo" : null;
                if (words != null || sort != GigSort.RELEVANCE) {
                    BigDecimal price = isIn(set, 1) ? BigDecimal.ONE : null;
                    Integer days = isIn(set, 2) ? 7 : null;
                    UUID freelancer = isIn(set, 3) ? new UUID(0, 0) : null;
                    filters.add(new GigFilter(words, price, price, days, freelancer, sort));
                }
            }
        }
        return filters.stream();
    }

    @ParameterizedTest
    @MethodSource
    void readsNoTableFromEndToEndForOneGigOrFreelancer(String statement) {
        assertThat(plan(database().reads(), statement)).doesNotContainPattern(READ_FROM_END_TO_END);
    }

    static Stream<String> readsNoTableFromEndToEndForOneGigOrFreelancer() {
        return Stream.of(GigSql.FIND, GigSql.EXPLAIN_CHANGE, GigSql.OF_FREELANCER);
    }

    private static String plan(SqlClient client, String template) {
        List<String> names = new ArrayList<>();
        String statement = PARAMETER.matcher(template).replaceAll(parameter -> {
            if (!names.contains(parameter.group(1))) {
                names.add(parameter.group(1));
            }
            return Matcher.quoteReplacement("$" + (names.indexOf(parameter.group(1)) + 1));
        });
        String values = String.join(", ", Collections.nCopies(names.size(), "null"));
        return client.query("set plan_cache_mode = force_generic_plan")
                .execute()
                .compose(
                        set -> client.query("prepare statement as " + statement).execute())
                .compose(prepared -> client.query("explain execute statement (" + values + ")")
                        .execute())
                .map(plan ->
                        Rows.list(plan).stream().map(line -> line.getString(0)).collect(Collectors.joining("\n")))
                .eventually(() -> client.query("deallocate statement").execute())
                .await();
    }

    private static Database database() {
        return Objects.requireNonNull(database);
    }

    private static boolean isIn(int set, int element) {
        return (set & 1 << element) != 0;
    }
}
