package dev.guildhall.realtime;

import io.netty.buffer.ByteBufUtil;
import io.vertx.core.http.ServerWebSocket;
import java.util.concurrent.atomic.AtomicLong;

/** What has been said to one socket and not yet been taken by it; used on the socket's own event loop only. */
final class Outbox {
    private static final int MOST_FRAMES = 256;
    private static final int MOST_BYTES = 1024 * 1024;
    /** Below these a reader is taken to keep up. */
    private static final int FEW_FRAMES = 32;

    private static final int FEW_BYTES = 256 * 1024;

    /** Of all sockets, which share the memory of this JVM. */
    private static final long MOST_BYTES_OF_ALL = Runtime.getRuntime().maxMemory() / 8;

    private static final AtomicLong BYTES_OF_ALL = new AtomicLong();
    private static final long PATIENCE_NS = 30_000_000_000L;
    /** Beyond the memory of all, many hang at once, and what is said to them grows by a heap in seconds. */
    private static final long LITTLE_PATIENCE_NS = 100_000_000L;

    private final ServerWebSocket socket;
    private int frames;
    private int bytes;
    private long stuckSinceNanos;
    private Runnable whenFew = () -> {};

    Outbox(ServerWebSocket socket) {
        this.socket = socket;
    }

    /** What waits to be taken by any socket of this JVM, in bytes. */
    static long bytesOfAll() {
        return BYTES_OF_ALL.get();
    }

    /** Writes a text; false where too much is waiting, and nothing was written. */
    boolean write(String text) {
        int size = ByteBufUtil.utf8Bytes(text);
        boolean isFull = frames >= MOST_FRAMES || (bytes + size > MOST_BYTES && frames > 0);
        if (isFull || isStuck()) {
            return false;
        }
        sent(size);
        socket.writeTextMessage(text).onComplete(written -> taken(size));
        return true;
    }

    /** Asks for a sign of life. */
    void ping() {
        sent(0);
        socket.writePing(io.vertx.core.buffer.Buffer.buffer()).onComplete(written -> taken(0));
    }

    boolean isFew() {
        return frames < FEW_FRAMES && bytes < FEW_BYTES;
    }

    /** Runs the action once few frames are waiting, at once where that is so already. */
    void whenFew(Runnable action) {
        if (isFew()) {
            action.run();
        } else {
            whenFew = action;
        }
    }

    /** Whether something has been waiting without anything being taken, for longer than can be afforded. */
    boolean isStuck() {
        long patience = BYTES_OF_ALL.get() > MOST_BYTES_OF_ALL ? LITTLE_PATIENCE_NS : PATIENCE_NS;
        return frames > 0 && System.nanoTime() - stuckSinceNanos > patience;
    }

    private void sent(int size) {
        if (frames == 0) {
            stuckSinceNanos = System.nanoTime();
        }
        frames++;
        bytes += size;
        BYTES_OF_ALL.addAndGet(size);
    }

    private void taken(int size) {
        stuckSinceNanos = System.nanoTime();
        frames--;
        bytes -= size;
        BYTES_OF_ALL.addAndGet(-size);
        if (isFew()) {
            Runnable action = whenFew;
            whenFew = () -> {};
            action.run();
        }
    }
}
