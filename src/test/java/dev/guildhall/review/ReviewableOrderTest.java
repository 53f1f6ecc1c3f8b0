package dev.guildhall.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.failure.Failure;
import org.junit.jupiter.api.Test;

class ReviewableOrderTest {
    @Test
    void checksThePartyThenTheStatusThenEarlierReviews() {
        assertThat(new ReviewableOrder(false, false, true).refusal())
                .map(Failure::code)
                .hasValue("forbidden_role");
        assertThat(new ReviewableOrder(true, false, true).refusal())
                .map(Failure::code)
                .hasValue("order_not_completed");
        assertThat(new ReviewableOrder(true, true, true).refusal())
                .map(Failure::code)
                .hasValue("review_exists");
        assertThat(new ReviewableOrder(true, true, false).refusal()).isEmpty();
    }
}
