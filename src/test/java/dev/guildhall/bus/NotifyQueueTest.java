package dev.guildhall.bus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NotifyQueueTest {
    private final NotifyQueue queue = new NotifyQueue();

    @Test
    void refusesLinesBeyondItsLimit() {
        for (int i = 0; i < NotifyQueue.MAX_WAITING; i++) {
            assertThat(queue.add("m" + i)).isTrue();
        }
        assertThat(queue.add("too much")).isFalse();
        int taken = queue.next("id").lines();
        assertThat(queue.size()).isEqualTo(NotifyQueue.MAX_WAITING - taken);
        assertThat(queue.add("fits again")).isTrue();
    }

    @Test
    void fillsNotificationsUpToTheirLimit() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(queue.add("line " + i)).isTrue();
        }
        int lines = 0;
        while (queue.size() > 0) {
            NotifyQueue.Batch batch = queue.next("id");
            assertThat(batch.text())
                    .hasSizeLessThanOrEqualTo(NotifyQueue.MAX_BYTES)
                    .startsWith("id\nline " + lines + "\n");
            lines += batch.lines();
            assertThat(batch.isFull()).as("full").isEqualTo(queue.size() > 0);
        }
        assertThat(lines).isEqualTo(1_000);
        assertThat(queue.next("id")).isEqualTo(new NotifyQueue.Batch("id", 0, false));
    }

    @Test
    void refusesALineThatFitsIntoNoNotification() {
        assertThat(queue.add("x".repeat(NotifyQueue.MAX_BYTES))).isFalse();
        assertThat(queue.size()).isZero();
    }
}
