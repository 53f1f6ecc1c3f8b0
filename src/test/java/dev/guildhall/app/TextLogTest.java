package dev.guildhall.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Marker;

/** The lines of the text log, as {@code logback.xml} configures it. */
@Tag("OPS-24")
class TextLogTest {
    private final LoggerContext context = new LoggerContext();

    @BeforeEach
    void configure() throws JoranException {
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(Path.of("src/main/resources/logback.xml").toFile());
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void escapesControlCharacters() {
        assertThat(line("a\r\nb\tc\u001b[31m\u0000\u007f\u009b\u2028\u202e ä €", null, null))
                .endsWith(" INFO  test - a\\u000d\\nb\\u0009c\\u001b[31m\\u0000\\u007f\\u009b\\u2028\\u202e ä €\n")
                .containsOnlyOnce("\n");
    }

    @Test
    void escapesTheMessagesOfExceptionsButNotTheirStackTraces() {
        RuntimeException error = new IllegalStateException("first\nINFO forged", new RuntimeException("second\nline"));
        error.addSuppressed(new RuntimeException("third\u001bline"));

        assertThat(line("failed", error, null).lines())
                .contains(
                        "java.lang.IllegalStateException: first\\nINFO forged",
                        "Caused by: java.lang.RuntimeException: second\\nline",
                        "\tSuppressed: java.lang.RuntimeException: third\\u001bline")
                .anyMatch(line -> line.startsWith("\tat " + getClass().getName()))
                .noneMatch(line -> line.startsWith("INFO forged") || line.equals("line"));
    }

    @Test
    void keepsOnlyTheLineBreaksOfMultilineMessages() {
        assertThat(line("To begin:\n  curl x\u001b", null, EscapedMessage.MULTILINE))
                .endsWith(" - To begin:\n  curl x\\u001b\n");
    }

    private String line(String message, @Nullable Throwable error, @Nullable Marker marker) {
        Logger logger = context.getLogger("test");
        LoggingEvent event = new LoggingEvent("", logger, Level.INFO, message, error, null);
        if (marker != null) {
            event.addMarker(marker);
        }
        LogQueue queue = (LogQueue) context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("queue");
        return new String(
                ((OutputStreamAppender<ILoggingEvent>) queue.getAppender(LogFormat.TEXT))
                        .getEncoder()
                        .encode(event),
                UTF_8);
    }
}
