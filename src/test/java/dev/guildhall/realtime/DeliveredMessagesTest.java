package dev.guildhall.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("RT-7")
class DeliveredMessagesTest {
    private static final Duration KEPT_FOR = Duration.ofMinutes(3);

    private long time;
    private final DeliveredMessages delivered = new DeliveredMessages(KEPT_FOR, () -> time);

    @Test
    void keepsTheNewestOfVeryMany() {
        List<UUID> messages = add(4 * DeliveredMessages.MIN_KEPT + DeliveredMessages.MIN_KEPT / 2);

        assertThat(messages.subList(messages.size() - DeliveredMessages.MIN_KEPT, messages.size()))
                .allMatch(delivered::contains);
    }

    @Test
    void forgetsTheOldestOfVeryMany() {
        List<UUID> messages = add(3 * DeliveredMessages.MIN_KEPT);

        assertThat(messages.subList(0, DeliveredMessages.MIN_KEPT)).noneMatch(delivered::contains);
    }

    @Test
    void keepsAMessageForSomeTime() {
        List<UUID> messages = add(10);

        time += KEPT_FOR.toNanos();
        assertThat(messages).allMatch(delivered::contains);
    }

    @Test
    void forgetsAMessageAfterThat() {
        List<UUID> messages = add(10);

        time += KEPT_FOR.toNanos() + 1;
        add(1);
        time += KEPT_FOR.toNanos() + 1;
        assertThat(messages).noneMatch(delivered::contains);
    }

    @Test
    void keepsAMessageForLongerThatIsFoundAgain() {
        List<UUID> messages = add(10);

        for (int i = 0; i < 10; i++) {
            time += KEPT_FOR.toNanos() + 1;
            assertThat(messages).allMatch(delivered::contains);
        }
    }

    @Test
    void addsAMessageOnce() {
        UUID message = UUID.randomUUID();

        assertThat(delivered.add(message)).isTrue();
        assertThat(delivered.add(message)).isFalse();
    }

    private List<UUID> add(int count) {
        return Stream.generate(UUID::randomUUID)
                .limit(count)
                .peek(delivered::add)
                .toList();
    }
}
