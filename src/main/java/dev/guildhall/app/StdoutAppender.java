package dev.guildhall.app;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;

/** Writes to stdout as soon as {@link LogQueue} has no more lines: {@code System.out} would be written to for each line. */
public final class StdoutAppender extends OutputStreamAppender<ILoggingEvent> {
    private static final int BUFFER_BYTES = 64 * 1024;

    @Override
    public void start() {
        setImmediateFlush(false);
        setOutputStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), BUFFER_BYTES) {
            /** Stdout stays open for others, such as the JVM itself. */
            @Override
            public void close() throws IOException {
                flush();
            }
        });
        super.start();
    }
}
