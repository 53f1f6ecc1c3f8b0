package dev.guildhall.app;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.util.Duration;
import java.util.concurrent.atomic.LongAdder;
import net.logstash.logback.appender.LoggingEventAsyncDisruptorAppender;
import org.slf4j.LoggerFactory;

/**
 * Writes the log on a thread of its own, so that a stdout that nobody reads stops that thread alone. What does not fit into the
 * queue meanwhile is dropped and counted.
 */
public final class LogQueue extends LoggingEventAsyncDisruptorAppender {
    /** A power of two. A line of a request has 1 KiB, or 17 KiB with the longest path. */
    private static final int MAX_LINES = 2_048;

    private static final long MAX_FLUSH_MS = 1_000;

    /** There is one stdout for all nodes of a process. */
    private static final LongAdder DROPPED = new LongAdder();

    public LogQueue() {
        setRingBufferSize(MAX_LINES);
        setAppendTimeout(Duration.buildByMilliseconds(0));
        // It would tell of dropped lines on the very stdout that takes none.
        setAddDefaultStatusListener(false);
    }

    @Override
    protected void fireEventAppendFailed(ILoggingEvent line, Throwable reason) {
        DROPPED.increment();
    }

    /** How many lines this process has dropped. */
    static long dropped() {
        return DROPPED.sum();
    }

    /** Writes what is still in the queue, for at most a second, and ends the log. Blocks. */
    static void flush() {
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext log)) {
            return;
        }
        // Stopping waits without end for a write that has begun.
        Thread flushing = new Thread(log::stop, "flush");
        flushing.setDaemon(true);
        flushing.start();
        try {
            flushing.join(MAX_FLUSH_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
