package dev.guildhall.gig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.LargeMarket;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks the generic query plans, made without parameter values, of all lists of gigs. */
@Isolated("Filling the tables uses all processors")
class GigPlansIT {
    @Tag("DATA-11")
    @ParameterizedTest
    @MethodSource
    void usesNoSequentialScan(GigFilter filter) {
        String statement = GigSearchSql.of(filter);
        assertThat(filter.needsSearchPool() ? LargeMarket.planOfSearch(statement) : LargeMarket.planOfRead(statement))
                .doesNotContainPattern(LargeMarket.READ_FROM_END_TO_END);
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

    private static boolean isIn(int set, int element) {
        return (set & 1 << element) != 0;
    }
}
