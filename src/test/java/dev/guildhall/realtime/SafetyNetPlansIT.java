package dev.guildhall.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.LargeMarket;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("The filling takes the processors")
class SafetyNetPlansIT {
    @Test
    @Tag("DATA-11")
    void readsWhatIsNewByItsIndex() {
        assertThat(LargeMarket.planOfRead(SafetyNet.SINCE))
                .contains("messages_tx_idx on messages")
                .doesNotContainPattern(LargeMarket.READ_FROM_END_TO_END);
        assertThat(LargeMarket.planOfRead(SafetyNet.NEWER)).doesNotContainPattern(LargeMarket.READ_FROM_END_TO_END);
    }
}
