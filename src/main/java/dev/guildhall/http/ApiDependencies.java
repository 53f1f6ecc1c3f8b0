package dev.guildhall.http;

import dev.guildhall.auth.Authentication;
import dev.guildhall.auth.CorsPolicy;
import dev.guildhall.auth.Secret;
import java.util.function.Supplier;

/**
 * What the router of the API needs, whatever its routes are.
 *
 * @param authentication keeps what one event loop has verified, so that each router needs its own; the rest may be shared
 * @param cursorSecret the same on all nodes
 * @param publicUrl the prefix of paths in responses; empty if it is not known
 */
public record ApiDependencies(
        Authentication authentication,
        CorsPolicy cors,
        RequestMetrics metrics,
        RequestLimit limit,
        HandshakeQueue handshakes,
        WriteRate writes,
        Secret cursorSecret,
        Idempotency idempotency,
        Supplier<String> publicUrl) {}
