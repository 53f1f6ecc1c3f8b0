package dev.guildhall.app;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.util.Duration;
import java.util.concurrent.atomic.LongAdder;
import net.logstash.logback.appender.LoggingEventAsyncDisruptorAppender;
import org.slf4j.LoggerFactory;

/**
 * Writes the log on its own thread, so that a blocked stdout blocks only that thread. Lines that do not fit into the queue are dropped
 * and counted.
 */
public final class LogQueue extends LoggingEventAsyncDisruptorAppender {
    /** Has to be a power of two. A line of a request takes 1 KiB, or 17 KiB with the longest path. */
    private static final int MAX_LINES = 2_048;

    /** Looks for lines 50 times a second: to wake its thread for each line would cost more than to write the line. */
    private static final String WAIT_STRATEGY = "sleeping{0,20000000}";

    private static final long MAX_FLUSH_MS = 1_000;

    /** Static, because all nodes of a process share one stdout. */
    private static final LongAdder DROPPED = new LongAdder();

    public LogQueue() {
        setRingBufferSize(MAX_LINES);
        setWaitStrategyType(WAIT_STRATEGY);
        setAppendTimeout(Duration.buildByMilliseconds(0));
        // It would report dropped lines on the blocked stdout.
        setAddDefaultStatusListener(false);
    }

    @Override
    protected void fireEventAppendFailed(ILoggingEvent line, Throwable reason) {
        DROPPED.increment();
    }

    /** The number of lines that this process has dropped. */
    static long dropped() {
        return DROPPED.sum();
    }

    /** Writes the lines that are still in the queue, for at most one second, and stops the log. Blocks. */
    static void flush() {
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext log)) {
            return;
        }
        // On its own thread, because stopping has no timeout for a write that is blocked.
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
