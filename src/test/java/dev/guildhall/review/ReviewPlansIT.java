package dev.guildhall.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.LargeMarket;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Isolated("The filling takes the processors")
class ReviewPlansIT {
    @Tag("DATA-11")
    @ParameterizedTest
    @MethodSource
    void readsNoTableFromEndToEnd(String statement) {
        assertThat(LargeMarket.planOfRead(statement)).doesNotContainPattern(LargeMarket.READ_FROM_END_TO_END);
    }

    static Stream<String> readsNoTableFromEndToEnd() {
        return Stream.of(
                ReviewSql.CREATE, ReviewSql.EXPLAIN_CREATE, ReviewSql.RECEIVED, ReviewSql.GIVEN, ReviewSql.OF_ORDER);
    }
}
