package dev.guildhall.moderation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.LargeMarket;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Isolated("Filling the tables uses all processors")
class ModerationPlansIT {
    @Tag("DATA-11")
    @ParameterizedTest
    @CsvSource({"true, false, user", "false, true, gig", "true, true, user|gig", "false, false, newest"})
    void usesAnIndex(boolean ofUser, boolean ofGig, String index) {
        assertThat(LargeMarket.planOfRead(ModerationRepository.list(ofUser, ofGig)))
                .containsPattern("Index Scan using moderation_events_(" + index + ")_idx");
    }
}
