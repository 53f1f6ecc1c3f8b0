package dev.guildhall.http;

import io.vertx.core.Future;
import java.util.function.Function;

/** An address that this node cannot listen on; the message is for whoever runs it. */
public final class CannotListen extends Exception {
    private CannotListen(String message, Throwable cause) {
        super(message, cause);
    }

    /** @param variables which ones to change */
    static <T> Function<Throwable, Future<T>> on(String host, int port, String variables) {
        return cause -> Future.failedFuture(new CannotListen(
                "Guildhall cannot listen on port %d of %s: %s. Choose another %s, or stop whoever has it."
                        .formatted(port, host, cause.getMessage(), variables),
                cause));
    }
}
