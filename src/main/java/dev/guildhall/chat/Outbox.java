package dev.guildhall.chat;

import io.netty.buffer.ByteBufUtil;
import io.vertx.core.http.ServerWebSocket;

/** What has been said to one socket and not yet been taken by it; used on the socket's own event loop only. */
final class Outbox {
    private static final int MOST_FRAMES = 256;
    private static final int MOST_BYTES = 1024 * 1024;
    /** Below these a reader is taken to keep up. */
    private static final int FEW_FRAMES = 32;

    private static final int FEW_BYTES = 256 * 1024;

    private final ServerWebSocket socket;
    private int frames;
    private int bytes;
    private long stuckSinceNanos;
    private Runnable whenFew = () -> {};

    Outbox(ServerWebSocket socket) {
        this.socket = socket;
    }

    /** Writes a text; false where the queue is full, and nothing was written. */
    boolean write(String text) {
        int size = ByteBufUtil.utf8Bytes(text);
        if (frames >= MOST_FRAMES || (bytes + size > MOST_BYTES && frames > 0)) {
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

    /** Whether something has been waiting for this long without anything being taken. */
    boolean isStuckFor(long nanos) {
        return frames > 0 && System.nanoTime() - stuckSinceNanos > nanos;
    }

    private void sent(int size) {
        if (frames == 0) {
            stuckSinceNanos = System.nanoTime();
        }
        frames++;
        bytes += size;
    }

    private void taken(int size) {
        stuckSinceNanos = System.nanoTime();
        frames--;
        bytes -= size;
        if (isFew()) {
            Runnable action = whenFew;
            whenFew = () -> {};
            action.run();
        }
    }
}
