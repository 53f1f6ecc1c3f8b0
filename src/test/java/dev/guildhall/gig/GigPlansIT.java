package dev.guildhall.gig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.db.PageRequest;
import dev.guildhall.support.LargeMarket;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks the generic query plans, made without parameter values, of all lists of gigs. */
@Isolated("Filling the tables uses all processors")
class GigPlansIT {
    private static final UUID FIRST_USER = UUID.fromString("bb9836f5-e2ce-756d-059b-9a4556283bc0");

    @Tag("DATA-11")
    @ParameterizedTest
    @MethodSource
    void usesNoSequentialScan(GigFilter filter) {
        for (int rows : List.of(21, 101)) {
            String statement = GigSearchSql.of(filter, rows);
            assertThat(
                            filter.needsSearchPool()
                                    ? LargeMarket.planOfSearch(statement)
                                    : LargeMarket.planOfRead(statement))
                    .doesNotContainPattern(LargeMarket.READ_FROM_END_TO_END);
        }
    }

    static Stream<GigFilter> usesNoSequentialScan() {
        List<GigFilter> filters = new ArrayList<>();
        for (GigSort sort : GigSort.values()) {
            for (int set = 0; set < 32; set++) {
                String words = isIn(set, 0) ? "logo" : null;
                if (words != null || sort != GigSort.RELEVANCE) {
                    BigDecimal price = isIn(set, 1) ? BigDecimal.ONE : null;
                    Integer days = isIn(set, 2) ? 7 : null;
                    UUID freelancer = isIn(set, 3) ? new UUID(0, 0) : null;
                    String language = isIn(set, 4) ? "de" : null;
                    filters.add(new GigFilter(words, price, price, days, freelancer, language, sort, 0));
                    if (words != null) {
                        filters.add(new GigFilter(words, price, price, days, freelancer, language, sort, 1));
                    }
                }
            }
        }
        return filters.stream();
    }

    @Tag("DATA-11")
    @ParameterizedTest
    @MethodSource
    void usesNoSequentialScanForOneGigOrFreelancer(String statement) {
        assertThat(LargeMarket.planOfRead(statement)).doesNotContainPattern(LargeMarket.READ_FROM_END_TO_END);
    }

    static Stream<String> usesNoSequentialScanForOneGigOrFreelancer() {
        return Stream.of(GigSql.FIND, GigSql.EXPLAIN_CHANGE, GigSql.OF_FREELANCER);
    }

    @Tag("DATA-11")
    @Test
    void looksFreelancersUpWithoutACache() {
        GigFilter everything = new GigFilter(null, null, null, null, null, null, GigSort.NEWEST, 0);

        assertThat(LargeMarket.planOfRead(GigSearchSql.of(everything, 21)))
                .contains("users_pkey")
                .doesNotContain("Memoize");
    }

    /** By a price or a delivery many gigs are read, perhaps, in the order of time. */
    @Tag("GIG-13")
    @Test
    void readsNothingButTheIndexByTimeToFilter() {
        GigFilter filter = new GigFilter(null, BigDecimal.ONE, BigDecimal.TEN, 7, null, null, GigSort.NEWEST, 0);

        assertThat(LargeMarket.planOfSearch(GigSearchSql.of(filter, 21)))
                .contains("Index Only Scan using gigs_newest_with_filters_idx")
                .doesNotContain("Index Scan using gigs_newest_with_filters_idx");
    }

    /** All gigs have the words gig and kind, and one in 1,000 has the number 7; one in 500 has each price, and the newest the lowest. */
    @Tag("GIG-13")
    @ParameterizedTest(name = "{0} for {1} to {2} of one user {3} by {4}: at most {5} rows")
    @CsvSource(nullValues = "-", textBlock = """
            gig,      -,   -,   false, NEWEST,    200
            gig,      -,   -,   false, RELEVANCE, 4000
            absent,   -,   -,   false, NEWEST,    600
            7,        -,   -,   false, NEWEST,    1500
            7,        -,   -,   false, CHEAPEST,  1500
            7 kind,   -,   -,   false, NEWEST,    1500
            gig,      -,   -,   true,  NEWEST,    1000
            gig,      -,   -,   true,  DEAREST,   1000
            gig,      -,   -,   true,  RELEVANCE, 1000
            gig,      100, 100, false, NEWEST,    2000
            gig,      100, 100, false, RELEVANCE, 6000
            gig kind, 100, 100, false, RELEVANCE, 6000
            gig,      250, 480, false, NEWEST,    1000
            """)
    void readsFewRowsWhateverIsCommonAndWhatIsRare(
            String words,
            @Nullable BigDecimal lowest,
            @Nullable BigDecimal highest,
            boolean isOfOneUser,
            GigSort sort,
            long max) {
        GigFilter filter = new GigFilter(words, lowest, highest, null, isOfOneUser ? FIRST_USER : null, null, sort, 0);
        assertThat(LargeMarket.rowsReadBySearch(
                        "gigs",
                        GigSearchSql.of(filter, 21),
                        GigRepository.parameters(filter, new PageRequest(20, null), 20)))
                .as("rows of gigs and of its indexes")
                .isLessThanOrEqualTo(max);
    }

    /** Of this market only gigs that are not active have a delivery of one day; there are 5,000. */
    @Tag("DATA-11")
    @ParameterizedTest
    @EnumSource(value = GigSort.class, names = "RELEVANCE", mode = EnumSource.Mode.EXCLUDE)
    void readsNoGigsThatNobodyCanFind(GigSort sort) {
        GigFilter filter = new GigFilter(null, null, null, 1, null, null, sort, 0);
        assertThat(LargeMarket.rowsReadBySearch(
                        "gigs",
                        GigSearchSql.of(filter, 21),
                        GigRepository.parameters(filter, new PageRequest(20, null), 20)))
                .as("rows of gigs and of its indexes")
                .isLessThanOrEqualTo(1_000);
    }

    /** About 200 freelancers of this market owe a refund for too long. */
    @Tag("DATA-11")
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"-, NEWEST", "-, CHEAPEST", "gig, NEWEST", "7, NEWEST"})
    void readsNoListOfAllWhoOweARefund(@Nullable String words, GigSort sort) {
        GigFilter filter = new GigFilter(words, null, null, null, null, null, sort, 0);
        assertThat(LargeMarket.rowsReadBySearch(
                        "order_deadlines",
                        GigSearchSql.of(filter, 21),
                        GigRepository.parameters(filter, new PageRequest(20, null), 20)))
                .as("rows of order_deadlines and of its indexes")
                .isLessThanOrEqualTo(42);
    }

    @Tag("GIG-13")
    @ParameterizedTest(name = "{0} for {1}: at most {2} rows")
    @CsvSource({"abcxustration, 1, 1000", "abcxdetraiton, 2, 300"})
    void readsFewWordsToCorrectOne(String misspelled, int errors, long max) {
        assertThat(LargeMarket.rowsReadBySearch(
                        "search_words",
                        "select search_corrections(#{misspelled}, #{errors})",
                        Map.of("misspelled", misspelled, "errors", errors)))
                .as("rows of search_words and of its indexes")
                .isLessThanOrEqualTo(max);
    }

    private static boolean isIn(int set, int element) {
        return (set & 1 << element) != 0;
    }
}
