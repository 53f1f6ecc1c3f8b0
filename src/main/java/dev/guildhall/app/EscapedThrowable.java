package dev.guildhall.app;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A stack trace for the text log: a line for each call as ever, while the messages in it are escaped. */
public final class EscapedThrowable extends ThrowableProxyConverter {
    @Override
    protected String throwableProxyToString(IThrowableProxy error) {
        return super.throwableProxyToString(new Escaped(error));
    }

    private record Escaped(IThrowableProxy real) implements IThrowableProxy {
        @Override
        public @Nullable String getMessage() {
            String message = real.getMessage();
            return message == null ? null : EscapedMessage.escaped(message, false);
        }

        @Override
        public String getClassName() {
            return real.getClassName();
        }

        @Override
        public StackTraceElementProxy[] getStackTraceElementProxyArray() {
            return real.getStackTraceElementProxyArray();
        }

        @Override
        public int getCommonFrames() {
            return real.getCommonFrames();
        }

        @Override
        public @Nullable IThrowableProxy getCause() {
            IThrowableProxy cause = real.getCause();
            return cause == null ? null : new Escaped(cause);
        }

        @Override
        public IThrowableProxy @Nullable [] getSuppressed() {
            IThrowableProxy[] suppressed = real.getSuppressed();
            return suppressed == null
                    ? null
                    : Stream.of(suppressed).map(Escaped::new).toArray(IThrowableProxy[]::new);
        }

        @Override
        public boolean isCyclic() {
            return real.isCyclic();
        }
    }
}
