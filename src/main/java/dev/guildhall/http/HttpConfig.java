package dev.guildhall.http;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The addresses to listen on, the public URL, and the allowed origins.
 *
 * @param port 0: any free port
 * @param internalPort a separate port for {@code /internal/…}, 0: any free port; null: it is on {@code port}
 * @param metricsPort a separate port for the metrics, 0: any free port; null: none
 * @param publicUrl the prefix of paths in responses, without a slash at its end; null: not configured
 * @param allowedOrigins exactly as browsers send them: lower case, without a default port
 * @param allowedHeaders further headers that pages of allowed origins may send
 */
public record HttpConfig(
        String host,
        int port,
        String internalHost,
        @Nullable Integer internalPort,
        String metricsHost,
        @Nullable Integer metricsPort,
        @Nullable String publicUrl,
        Set<String> allowedOrigins,
        Set<String> allowedHeaders) {
    public static final int MAX_PORT = 65_535;

    public HttpConfig {
        allowedOrigins = Set.copyOf(allowedOrigins);
        allowedHeaders = Set.copyOf(allowedHeaders);
    }
}
