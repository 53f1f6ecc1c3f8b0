package dev.guildhall.http;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where to listen, how others call that place, and which websites may call.
 *
 * @param port 0: any that is free
 * @param internalPort a port of its own for {@code /internal/…}, 0: any that is free; null: it is on {@code port}
 * @param metricsPort a port of their own for the metrics, 0: any that is free; null: there is none
 * @param publicUrl what stands before the paths in answers, without a slash at its end; null: nobody has said
 * @param allowedOrigins exactly as browsers send them: lower-case, without a default port
 */
public record HttpConfig(
        String host,
        int port,
        String internalHost,
        @Nullable Integer internalPort,
        String metricsHost,
        @Nullable Integer metricsPort,
        @Nullable String publicUrl,
        Set<String> allowedOrigins) {
    public HttpConfig {
        allowedOrigins = Set.copyOf(allowedOrigins);
    }
}
