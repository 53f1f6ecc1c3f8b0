package dev.guildhall.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A limit of ten at once and five per minute, with a clock that the test sets. */
class UserRateTest {
    private final UUID anna = UUID.randomUUID();
    private final Clock clock = new Clock();
    private final UserRate rate = new UserRate(10, 5, Duration.ofMinutes(1), clock);

    @Test
    void grantsABurstAndReportsWhenTheNextIsGranted() {
        assertThat(granted(10)).as("granted of ten at once").isEqualTo(10);
        UserRate.Taken refused = rate.take(anna);
        assertThat(refused.isGranted()).as("the eleventh at once is granted").isFalse();
        assertThat(refused.untilNext()).as("time until there is one again").isEqualTo(Duration.ofSeconds(12));
        assertThat(refused.untilFull()).as("time until there are ten again").isEqualTo(Duration.ofMinutes(2));
        clock.advance(Duration.ofSeconds(12));
        assertThat(granted(2)).as("granted of two, 12 s later").isEqualTo(1);
    }

    @Test
    void refillsAtTheRateUpToTheBurst() {
        granted(10);
        clock.advance(Duration.ofSeconds(61));
        assertThat(granted(10)).as("granted of ten, a minute after a burst").isEqualTo(5);
        clock.advance(Duration.ofSeconds(121));
        assertThat(granted(11)).as("granted of eleven, two minutes after that").isEqualTo(10);
    }

    @Test
    void grantsOnlyTheRateUnderConstantUse() {
        int granted = 0;
        for (int second = 0; second < 3_600; second += 5) {
            granted += granted(1);
            clock.advance(Duration.ofSeconds(5));
        }
        assertThat(granted).as("granted of one every 5 s, for an hour").isBetween(309, 310);
    }

    @Test
    void countsEachUserSeparately() {
        granted(10);
        assertThat(rate.take(UUID.randomUUID()).isGranted())
                .as("the first of another user is granted")
                .isTrue();
    }

    private int granted(int asked) {
        int granted = 0;
        for (int i = 0; i < asked; i++) {
            granted += rate.take(anna).isGranted() ? 1 : 0;
        }
        return granted;
    }

    private static final class Clock implements TimeMeter {
        private long nanos;

        void advance(Duration time) {
            nanos += time.toNanos();
        }

        @Override
        public long currentTimeNanos() {
            return nanos;
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
