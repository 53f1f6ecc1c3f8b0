package dev.guildhall.realtime;

import io.netty.buffer.ByteBufUtil;
import io.vertx.core.http.ServerWebSocket;
import java.util.concurrent.atomic.AtomicLong;

/** What has been said to one socket and not yet been taken by it; used on the socket's own event loop only. */
final class SocketWriteQueue {
    private static final int MAX_FRAMES = 256;
    private static final int MAX_BYTES = 1024 * 1024;
    /** Below these a reader is taken to keep up. */
    private static final int LOW_WATER_FRAMES = 32;

    private static final int LOW_WATER_BYTES = 256 * 1024;

    /** Of all sockets, which share the memory of this JVM. */
    private static final long MAX_BYTES_OF_ALL = Runtime.getRuntime().maxMemory() / 8;

    private static final AtomicLong BYTES_OF_ALL = new AtomicLong();
    private static final long STALL_TIMEOUT_NS = 30_000_000_000L;
    /** Beyond the memory of all, many hang at once, and what is said to them grows by a heap in seconds. */
    private static final long STALL_TIMEOUT_UNDER_PRESSURE_NS = 100_000_000L;

    private final ServerWebSocket socket;
    private int frames;
    private int bytes;
    private long lastProgressNanos;
    private Runnable whenWritable = () -> {};

    SocketWriteQueue(ServerWebSocket socket) {
        this.socket = socket;
    }

    /** What waits to be taken by any socket of this JVM, in bytes. */
    static long bytesOfAll() {
        return BYTES_OF_ALL.get();
    }

    /** Writes a text; false where too much is waiting, and nothing was written. */
    boolean write(String text) {
        int size = ByteBufUtil.utf8Bytes(text);
        boolean isFull = frames >= MAX_FRAMES || (bytes + size > MAX_BYTES && frames > 0);
        if (isFull || isStalled()) {
            return false;
        }
        queued(size);
        socket.writeTextMessage(text).onComplete(written -> written(size));
        return true;
    }

    /** Asks for a sign of life. */
    void ping() {
        queued(0);
        socket.writePing(io.vertx.core.buffer.Buffer.buffer()).onComplete(written -> written(0));
    }

    boolean hasCapacity() {
        return frames < LOW_WATER_FRAMES && bytes < LOW_WATER_BYTES;
    }

    /** Runs the action once few frames are waiting, at once where that is so already. */
    void whenWritable(Runnable action) {
        if (hasCapacity()) {
            action.run();
        } else {
            whenWritable = action;
        }
    }

    /** Whether something has been waiting without anything being taken, for longer than can be afforded. */
    boolean isStalled() {
        long timeout = BYTES_OF_ALL.get() > MAX_BYTES_OF_ALL ? STALL_TIMEOUT_UNDER_PRESSURE_NS : STALL_TIMEOUT_NS;
        return frames > 0 && System.nanoTime() - lastProgressNanos > timeout;
    }

    private void queued(int size) {
        if (frames == 0) {
            lastProgressNanos = System.nanoTime();
        }
        frames++;
        bytes += size;
        BYTES_OF_ALL.addAndGet(size);
    }

    private void written(int size) {
        lastProgressNanos = System.nanoTime();
        frames--;
        bytes -= size;
        BYTES_OF_ALL.addAndGet(-size);
        if (hasCapacity()) {
            Runnable action = whenWritable;
            whenWritable = () -> {};
            action.run();
        }
    }
}
