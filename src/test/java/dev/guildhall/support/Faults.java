package dev.guildhall.support;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** Fails a class during which something was logged as an error: a fault of ours that no client may have noticed. */
public final class Faults implements BeforeAllCallback, AfterAllCallback {
    private static final List<String> WHERE = List.of("dev.guildhall", "io.vertx", "io.netty");

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @Override
    public void beforeAll(ExtensionContext context) {
        log.start();
        root().addAppender(log);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        root().detachAppender(log);
        assertThat(List.copyOf(log.list))
                .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.ERROR)
                        && WHERE.stream().anyMatch(event.getLoggerName()::startsWith))
                .extracting(event -> event.getLoggerName() + ": " + event.getFormattedMessage() + " "
                        + (event.getThrowableProxy() == null
                                ? ""
                                : event.getThrowableProxy().getMessage()))
                .as("errors in the log")
                .isEmpty();
    }

    private static Logger root() {
        // Until the first thread to log has set it up, others are handed a stand-in.
        while (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext)) {
            Thread.onSpinWait();
        }
        return (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    }
}
