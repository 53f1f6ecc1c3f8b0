package dev.guildhall.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import io.vertx.core.http.ServerWebSocket;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("RT-11")
class OutboxTest {
    private final Deque<Promise<Void>> untaken = new ArrayDeque<>();
    private final Outbox outbox = new Outbox(aPeerThatTakesNothingByItself());

    @AfterEach
    void takeAll() {
        while (!untaken.isEmpty()) {
            takeOne();
        }
    }

    @Test
    void keeps256FramesAndNoMore() {
        assertThat(written("short", 1_000)).as("frames kept").isEqualTo(256);
        takeOne();
        assertThat(written("short", 1_000)).as("frames kept once one was taken").isEqualTo(1);
    }

    @Test
    void keepsAMebibyteAndNoMore() {
        assertThat(written("€".repeat(4_096), 1_000))
                .as("frames of 12 KiB kept")
                .isEqualTo(85);
    }

    @Test
    void keepsOneFrameHoweverLongItIs() {
        assertThat(written("x".repeat(2 << 20), 2)).as("frames of 2 MiB kept").isEqualTo(1);
    }

    @Test
    void runsAnActionOnceFewFramesAreWaiting() {
        AtomicInteger runs = new AtomicInteger();
        written("short", 100);
        outbox.whenFew(runs::incrementAndGet);
        for (int left = 99; left >= 32; left--) {
            takeOne();
        }
        assertThat(runs.get()).as("runs while 32 are waiting").isZero();
        takeOne();
        takeOne();
        assertThat(runs.get()).as("runs since fewer are waiting").isEqualTo(1);
    }

    private int written(String text, int most) {
        int count = 0;
        while (count < most && outbox.write(text)) {
            count++;
        }
        return count;
    }

    private void takeOne() {
        untaken.remove().complete();
    }

    private ServerWebSocket aPeerThatTakesNothingByItself() {
        return (ServerWebSocket) Proxy.newProxyInstance(
                OutboxTest.class.getClassLoader(),
                new Class<?>[] {ServerWebSocket.class},
                (proxy, method, arguments) -> {
                    Promise<Void> taken = Promise.promise();
                    untaken.add(taken);
                    return taken.future();
                });
    }
}
