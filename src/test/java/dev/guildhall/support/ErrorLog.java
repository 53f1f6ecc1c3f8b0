package dev.guildhall.support;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** The errors that one server has logged: failures that no client may have noticed. Several servers run in one JVM. */
final class ErrorLog {
    private static final List<String> LOGGERS = List.of("dev.guildhall", "io.vertx", "io.netty");

    /** A new thread belongs to the same server as the thread that created it. */
    private static final InheritableThreadLocal<@Nullable ErrorLog> OF_THREAD = new InheritableThreadLocal<>();

    private final Queue<String> errors = new ConcurrentLinkedQueue<>();

    static {
        Appender appender = new Appender();
        appender.start();
        root().addAppender(appender);
    }

    /** Runs a function; the threads that it creates belong to this server. */
    <T> T watch(Supplier<T> start) {
        ErrorLog outer = OF_THREAD.get();
        OF_THREAD.set(this);
        try {
            return start.get();
        } finally {
            OF_THREAD.set(outer);
        }
    }

    /** Returns and removes all errors. */
    List<String> take() {
        List<String> taken = List.copyOf(errors);
        errors.removeAll(taken);
        return taken;
    }

    private static Logger root() {
        // SLF4J returns a substitute factory until the thread that logs first has initialised Logback.
        while (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext)) {
            Thread.onSpinWait();
        }
        return (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    }

    private static final class Appender extends AppenderBase<ILoggingEvent> {
        @Override
        protected void append(ILoggingEvent event) {
            ErrorLog log = OF_THREAD.get();
            if (log != null
                    && event.getLevel().isGreaterOrEqual(Level.ERROR)
                    && LOGGERS.stream().anyMatch(event.getLoggerName()::startsWith)) {
                log.errors.add(event.getLoggerName() + ": " + event.getFormattedMessage()
                        + (event.getThrowableProxy() == null
                                ? ""
                                : ": " + event.getThrowableProxy().getClassName() + ": "
                                        + event.getThrowableProxy().getMessage()));
            }
        }
    }
}
