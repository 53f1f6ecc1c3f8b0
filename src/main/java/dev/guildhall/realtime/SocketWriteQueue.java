package dev.guildhall.realtime;

import io.netty.buffer.ByteBufUtil;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.util.concurrent.atomic.AtomicLong;

/** The frames that were written to one socket and that the network has not taken yet; used on the event loop of the socket only. */
final class SocketWriteQueue {
    private static final int MAX_FRAMES = 256;
    private static final int MAX_BYTES = 1024 * 1024;
    /** Below these limits the client counts as keeping up. */
    private static final int LOW_WATER_FRAMES = 32;

    private static final int LOW_WATER_BYTES = 256 * 1024;

    /** The limit for all sockets together, which share the memory of this JVM. */
    private static final long MAX_BYTES_OF_ALL = Runtime.getRuntime().maxMemory() / 8;

    private static final AtomicLong BYTES_OF_ALL = new AtomicLong();
    private static final long STALL_TIMEOUT_NS = 30_000_000_000L;
    /** When the limit of all sockets is exceeded, many clients hang at once, and their frames could fill the heap within seconds. */
    private static final long STALL_TIMEOUT_UNDER_PRESSURE_NS = 100_000_000L;

    private final ServerWebSocket socket;
    private int frames;
    private int bytes;
    private long lastProgressNanos;
    private Runnable whenWritable = () -> {};

    SocketWriteQueue(ServerWebSocket socket) {
        this.socket = socket;
    }

    /** The bytes waiting for all sockets of this JVM. */
    static long bytesOfAll() {
        return BYTES_OF_ALL.get();
    }

    /** Writes a text; false if too much is waiting, and nothing was written. */
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

    /** The client has to answer it with a pong. */
    void ping() {
        queued(0);
        socket.writePing(Buffer.buffer()).onComplete(written -> written(0));
    }

    boolean hasCapacity() {
        return frames < LOW_WATER_FRAMES && bytes < LOW_WATER_BYTES;
    }

    /** Runs the action once few frames are waiting: at once if that is so already. */
    void whenWritable(Runnable action) {
        if (hasCapacity()) {
            action.run();
        } else {
            whenWritable = action;
        }
    }

    /** Whether the frames that are waiting for all sockets take too much memory. */
    static boolean isUnderPressure() {
        return BYTES_OF_ALL.get() > MAX_BYTES_OF_ALL;
    }

    boolean isWaiting() {
        return frames > 0;
    }

    /** Whether frames are waiting and none of them was taken for too long. */
    boolean isStalled() {
        long timeout = isUnderPressure() ? STALL_TIMEOUT_UNDER_PRESSURE_NS : STALL_TIMEOUT_NS;
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
