package dev.guildhall.gig;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.guildhall.db.Database;
import dev.guildhall.db.DatabaseAddress;
import dev.guildhall.db.KeysetPosition;
import dev.guildhall.db.NamedStatement;
import dev.guildhall.db.PageRequest;
import dev.guildhall.db.Rows;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Prints what searches cost PostgreSQL in a market, with words, prices and people that it finds there: the CPU time of the server
 * process, as the median of five. PostgreSQL has to run on this machine, and only Linux tells the time.
 */
final class SearchCosts {
    private static final int RUNS = 5;
    private static final int LIMIT = 20;
    private static final double NS_PER_MS = 1e6;

    /** Shares of the gigs that have a word, of which the market's words that come nearest are taken. */
    private static final List<Double> SHARES = List.of(0.75, 0.25, 0.08, 0.015, 0.003, 0.0005, 0.0001);

    private record Search(
            String kind, GigFilter filter, @Nullable KeysetPosition after) {
        boolean isCorrected() {
            return kind.contains("wrong");
        }
    }

    private record Cost(Search search, double ms) {}

    private final Database database;
    private final GigService gigs;
    private final List<Path> clocks = new ArrayList<>();

    private SearchCosts(Database database) {
        this.database = database;
        this.gigs = new GigService(database, Currency.getInstance("USD"));
        // With 4 connections each kind has only one.
        clocks.add(clock(rows("select pg_backend_pid()").get(0)));
        clocks.add(clock(database.read(client -> query(client, "select pg_backend_pid()"))
                .await()
                .get(0)));
    }

    /** @param arguments the URL of the database */
    public static void main(String[] arguments) throws IOException {
        DatabaseAddress address = requireNonNull(DatabaseAddress.parse(arguments[0], mistake -> {
            throw new IllegalArgumentException("The URL of the database " + mistake);
        }));
        Vertx vertx = Vertx.vertx();
        try {
            print(new SearchCosts(new Database(vertx, address, 4, 0, new SimpleMeterRegistry())).measureAll());
        } finally {
            vertx.close().await();
        }
    }

    private List<Cost> measureAll() throws IOException {
        List<Cost> costs = new ArrayList<>();
        for (Search search : searches()) {
            costs.add(new Cost(search, measure(search)));
        }
        return costs;
    }

    private static void print(List<Cost> costs) {
        System.out.println("| searches | number | median ms | dearest ms | which |");
        System.out.println("| --- | --: | --: | --: | --- |");
        costs.stream()
                .collect(groupingBy(cost -> cost.search().kind(), LinkedHashMap::new, toList()))
                .forEach(SearchCosts::print);
        print(
                "as typed",
                costs.stream().filter(cost -> !cost.search().isCorrected()).toList());
        print(
                "corrected",
                costs.stream().filter(cost -> cost.search().isCorrected()).toList());
    }

    private static void print(String kind, List<Cost> costs) {
        List<Cost> sorted =
                costs.stream().sorted(Comparator.comparing(Cost::ms)).toList();
        Cost dearest = sorted.get(sorted.size() - 1);
        System.out.printf(
                "| %s | %d | %.1f | %.0f | `%s`, %s |%n",
                kind,
                sorted.size(),
                sorted.get(sorted.size() / 2).ms(),
                dearest.ms(),
                dearest.search().filter().words(),
                dearest.search().filter().sort());
    }

    private List<Search> searches() {
        List<String> words = words();
        Row facts = rows("""
                        select percentile_disc(0.3) within group (order by price) as low, percentile_disc(0.4) within group (order by price) as high,
                               percentile_disc(0.1) within group (order by delivery_days) as days, mode() within group (order by language) as language
                        from gigs tablesample system (1) where is_active
                        """).get(0);
        BigDecimal low = facts.getBigDecimal("low");
        BigDecimal high = facts.getBigDecimal("high");
        int days = facts.getInteger("days");
        String language = facts.getString("language");
        UUID freelancer = rows("select freelancer_id from gigs where is_active limit 1")
                .get(0)
                .getUUID(0);
        List<Search> searches = new ArrayList<>();
        for (GigSort sort : GigSort.values()) {
            String ranked = sort == GigSort.RELEVANCE ? ", ranked" : "";
            for (String word : words) {
                add(searches, "a word" + ranked, filter(word, sort));
                add(
                        searches,
                        "a word and the price" + ranked,
                        new GigFilter(word, low, high, null, null, null, sort, 0));
                add(
                        searches,
                        "a word and the delivery" + ranked,
                        new GigFilter(word, null, null, days, null, null, sort, 0));
                add(
                        searches,
                        "a word and the language" + ranked,
                        new GigFilter(word, null, null, null, null, language, sort, 0));
                add(
                        searches,
                        "a word and all of these" + ranked,
                        new GigFilter(word, low, high, days, null, language, sort, 0));
                add(
                        searches,
                        "a word of one freelancer" + ranked,
                        new GigFilter(word, null, null, null, freelancer, null, sort, 0));
                for (String second : words.subList(words.indexOf(word) + 1, words.size())) {
                    add(searches, "two words" + ranked, filter(word + " " + second, sort));
                }
                add(searches, "one letter wrong" + ranked, filter(word.substring(0, 2) + word.substring(3), sort));
                add(
                        searches,
                        "two letters wrong" + ranked,
                        filter("q" + word.substring(1, word.length() - 1) + "q", sort));
            }
            if (sort != GigSort.RELEVANCE) {
                add(searches, "no words", new GigFilter(null, null, null, null, null, null, sort, 0));
                add(searches, "no words, but the delivery", new GigFilter(null, null, null, days, null, null, sort, 0));
            }
        }
        OffsetDateTime old =
                rows("select percentile_disc(0.05) within group (order by created_at) from gigs tablesample system (1)")
                        .get(0)
                        .getOffsetDateTime(0);
        for (String word : words.subList(0, 4)) {
            searches.add(new Search(
                    "a word, after most gigs", filter(word, GigSort.NEWEST), KeysetPosition.at(old, freelancer)));
        }
        return searches;
    }

    private static void add(List<Search> searches, String kind, GigFilter filter) {
        searches.add(new Search(kind, filter, null));
    }

    private static GigFilter filter(String words, GigSort sort) {
        return new GigFilter(words, null, null, null, null, null, sort, 0);
    }

    private List<String> words() {
        Map<Double, String> nearest = new LinkedHashMap<>();
        List<Row> known = rows("""
                select s.word, s.ndoc::float8 / (select count(*) from gigs tablesample system (1) repeatable (1)) as share
                from ts_stat('select search from gigs tablesample system (1) repeatable (1)') s
                where s.word ~ '^[a-z]{5,}$' and exists (select from search_words w where w.word = s.word)
                """);
        for (double share : SHARES) {
            nearest.put(
                    share,
                    known.stream()
                            .min(Comparator.comparing(row -> Math.abs(Math.log(row.getDouble("share") / share))))
                            .orElseThrow()
                            .getString("word"));
        }
        return nearest.values().stream().distinct().toList();
    }

    private double measure(Search search) throws IOException {
        List<Double> times = new ArrayList<>();
        for (int i = 0; i <= RUNS; i++) {
            double before = cpuMs();
            run(search);
            times.add(cpuMs() - before);
        }
        // The first was not warm.
        return times.subList(1, RUNS + 1).stream().sorted().toList().get(RUNS / 2);
    }

    private void run(Search search) {
        PageRequest page = new PageRequest(LIMIT, search.after());
        GigFilter filter = search.filter();
        if (search.isCorrected() || !filter.isSearch()) {
            gigs.list(filter, page).await();
        } else {
            // Without looking for what misspelled words mean, if these are too rare for a page.
            database.search(client -> NamedStatement.query(client, GigSearchSql.of(filter, page.rows()))
                            .execute(GigRepository.parameters(filter, page, LIMIT)))
                    .await();
        }
    }

    private double cpuMs() throws IOException {
        double ns = 0;
        for (Path clock : clocks) {
            ns += Long.parseLong(Files.readString(clock).split(" ")[0]);
        }
        return ns / NS_PER_MS;
    }

    private static Path clock(Row process) {
        return Path.of("/proc", process.getInteger(0).toString(), "schedstat");
    }

    private List<Row> rows(String sql) {
        return database.search(client -> query(client, sql)).await();
    }

    private static Future<List<Row>> query(SqlClient client, String sql) {
        return client.query(sql).execute().map(Rows::list);
    }
}
