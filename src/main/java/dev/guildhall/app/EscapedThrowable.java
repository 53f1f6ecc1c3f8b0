package dev.guildhall.app;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A stack trace for the text log: its line breaks are kept, and the messages in it are escaped. */
public final class EscapedThrowable extends ThrowableProxyConverter {
    @Override
    protected String throwableProxyToString(IThrowableProxy error) {
        return super.throwableProxyToString(new Escaped(error));
    }

    private record Escaped(IThrowableProxy delegate) implements IThrowableProxy {
        @Override
        public @Nullable String getMessage() {
            String message = delegate.getMessage();
            return message == null ? null : EscapedMessage.escape(message, false);
        }

        @Override
        public String getClassName() {
            return delegate.getClassName();
        }

        @Override
        public StackTraceElementProxy[] getStackTraceElementProxyArray() {
            return delegate.getStackTraceElementProxyArray();
        }

        @Override
        public int getCommonFrames() {
            return delegate.getCommonFrames();
        }

        @Override
        public @Nullable IThrowableProxy getCause() {
            IThrowableProxy cause = delegate.getCause();
            return cause == null ? null : new Escaped(cause);
        }

        @Override
        public IThrowableProxy @Nullable [] getSuppressed() {
            IThrowableProxy[] suppressed = delegate.getSuppressed();
            return suppressed == null
                    ? null
                    : Stream.of(suppressed).map(Escaped::new).toArray(IThrowableProxy[]::new);
        }

        @Override
        public boolean isCyclic() {
            return delegate.isCyclic();
        }
    }
}
