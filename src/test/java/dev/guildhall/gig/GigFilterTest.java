package dev.guildhall.gig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.db.KeysetPosition;
import java.math.BigDecimal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class GigFilterTest {
    private static final BigDecimal FIFTY = new BigDecimal("50.00");
    private static final UUID SOMEBODY = UUID.randomUUID();

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "RELEVANCE")
    void needsNoSearchWithoutFilters(GigSort sort) {
        assertThat(filter(null, null, null, null, null, sort).isSearch()).isFalse();
    }

    @Test
    void needsNoSearchForAPriceRangeInOrderOfPrice() {
        assertThat(filter(null, FIFTY, FIFTY, null, null, GigSort.CHEAPEST).isSearch())
                .isFalse();
        assertThat(filter(null, FIFTY, null, null, null, GigSort.DEAREST).isSearch())
                .isFalse();
        assertThat(filter(null, FIFTY, null, null, null, GigSort.NEWEST).isSearch())
                .isTrue();
        assertThat(filter(null, null, FIFTY, null, null, GigSort.NEWEST).isSearch())
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void searchesForWordsAndForQuickDelivery(GigSort sort) {
        assertThat(filter("logo", null, null, null, null, sort).isSearch()).isTrue();
        assertThat(filter(null, null, null, 3, null, sort).isSearch()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "RELEVANCE")
    void needsNoSearchForTheGigsOfOneFreelancer(GigSort sort) {
        GigFilter filter = filter(null, FIFTY, FIFTY, 3, SOMEBODY, sort);
        assertThat(filter.isSearch()).isFalse();
        assertThat(filter.needsSearchPool()).isTrue();
        assertThat(filter("logo", FIFTY, FIFTY, 3, SOMEBODY, sort).isSearch())
                .as("words among the gigs of one freelancer")
                .isTrue();
    }

    @Test
    void beginsAListByPriceAtTheLimitThatIsSet() {
        UUID lowest = new UUID(0, 0);
        UUID highest = new UUID(-1, -1);
        assertThat(filter(null, FIFTY, null, null, null, GigSort.CHEAPEST).beginning())
                .isEqualTo(new KeysetPosition("50.00", lowest));
        assertThat(filter(null, null, FIFTY, null, null, GigSort.DEAREST).beginning())
                .isEqualTo(new KeysetPosition("50.00", highest));
        assertThat(filter(null, null, FIFTY, null, null, GigSort.CHEAPEST).beginning())
                .isEqualTo(new KeysetPosition("0", lowest));
        assertThat(filter(null, FIFTY, null, null, null, GigSort.DEAREST).beginning())
                .isEqualTo(new KeysetPosition("10000000000", highest));
    }

    private static GigFilter filter(
            @Nullable String words,
            @Nullable BigDecimal minPrice,
            @Nullable BigDecimal maxPrice,
            @Nullable Integer days,
            @Nullable UUID freelancer,
            GigSort sort) {
        return new GigFilter(words, minPrice, maxPrice, days, freelancer, null, sort, 0);
    }
}
