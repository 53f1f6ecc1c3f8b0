package dev.guildhall.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.LargeMarket;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Isolated("Filling the tables uses all processors")
class ReviewPlansIT {
    @Tag("DATA-11")
    @ParameterizedTest
    @MethodSource
    void usesNoSequentialScan(String statement) {
        assertThat(LargeMarket.planOfRead(statement)).doesNotContainPattern(LargeMarket.READ_FROM_END_TO_END);
    }

    @Test
    @Tag("DATA-11")
    void usesTheIndexesForReviewsOfAUser() {
        assertThat(LargeMarket.planOfRead(ReviewSql.RECEIVED)).contains("reviews_reviewee_idx on reviews");
        assertThat(LargeMarket.planOfRead(ReviewSql.GIVEN)).contains("reviews_reviewer_idx on reviews");
    }

    static Stream<String> usesNoSequentialScan() {
        return Stream.of(
                ReviewSql.CREATE, ReviewSql.EXPLAIN_CREATE, ReviewSql.RECEIVED, ReviewSql.GIVEN, ReviewSql.OF_ORDER);
    }
}
