package dev.guildhall.http;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where to listen, and which websites may call.
 *
 * @param port 0: any that is free
 * @param metricsPort a port of their own for the metrics, 0: any that is free; null: loopback callers only, on {@code port}
 * @param allowedOrigins exactly as browsers send them: lower-case, without a default port
 */
public record HttpConfig(String host, int port, @Nullable Integer metricsPort, Set<String> allowedOrigins) {
    public HttpConfig {
        allowedOrigins = Set.copyOf(allowedOrigins);
    }
}
