package dev.guildhall.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.failure.Failure;
import org.junit.jupiter.api.Test;

class ReviewStandingTest {
    @Test
    void tellsTheGraverReasonFirst() {
        assertThat(new ReviewStanding(false, false, true).refusal())
                .map(Failure::code)
                .hasValue("forbidden_role");
        assertThat(new ReviewStanding(true, false, true).refusal())
                .map(Failure::code)
                .hasValue("order_not_completed");
        assertThat(new ReviewStanding(true, true, true).refusal())
                .map(Failure::code)
                .hasValue("review_exists");
        assertThat(new ReviewStanding(true, true, false).refusal()).isEmpty();
    }
}
