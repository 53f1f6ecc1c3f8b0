package dev.guildhall.bus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NotifyQueueTest {
    private final NotifyQueue outgoing = new NotifyQueue();

    @Test
    void takesNoMoreThanItsBoundAndSaysSo() {
        for (int i = 0; i < NotifyQueue.MAX_WAITING; i++) {
            assertThat(outgoing.add("m" + i)).isTrue();
        }
        assertThat(outgoing.add("too much")).isFalse();
        int taken = outgoing.next("id").lines();
        assertThat(outgoing.size()).isEqualTo(NotifyQueue.MAX_WAITING - taken);
        assertThat(outgoing.add("fits again")).isTrue();
    }

    @Test
    void fillsANotificationAndNoMore() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(outgoing.add("line " + i)).isTrue();
        }
        int lines = 0;
        while (outgoing.size() > 0) {
            NotifyQueue.Batch batch = outgoing.next("id");
            assertThat(batch.text())
                    .hasSizeLessThanOrEqualTo(NotifyQueue.MAX_BYTES)
                    .startsWith("id\nline " + lines + "\n");
            lines += batch.lines();
        }
        assertThat(lines).isEqualTo(1_000);
        assertThat(outgoing.next("id")).isEqualTo(new NotifyQueue.Batch("id", 0));
    }

    @Test
    void refusesWhatNoNotificationCouldHold() {
        assertThat(outgoing.add("x".repeat(NotifyQueue.MAX_BYTES))).isFalse();
        assertThat(outgoing.size()).isZero();
    }
}
