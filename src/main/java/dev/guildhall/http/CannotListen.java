package dev.guildhall.http;

import io.vertx.core.Future;
import java.util.function.Function;
import java.util.regex.Pattern;

/** This node cannot listen on an address; the message is for the operator. */
public final class CannotListen extends Exception {
    private static final Pattern SYSTEM_CALL = Pattern.compile("^\\w+\\(\\.\\.\\) failed with error\\(-?\\d+\\): ");

    private CannotListen(String message, Throwable cause) {
        super(message, cause);
    }

    /** @param variables the environment variables to change */
    static <T> Function<Throwable, Future<T>> on(String host, int port, String variables) {
        return cause -> Future.failedFuture(new CannotListen(
                "Guildhall cannot listen on port %d of %s: %s. Choose a different %s, or stop the program that uses it."
                        .formatted(port, host, reason(cause), variables),
                cause));
    }

    /** Native sockets put the failed system call before the reason. */
    private static String reason(Throwable cause) {
        return SYSTEM_CALL.matcher(String.valueOf(cause.getMessage())).replaceFirst("");
    }
}
