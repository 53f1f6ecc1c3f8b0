package dev.guildhall.http;

import dev.guildhall.auth.Authentication;
import dev.guildhall.auth.CorsPolicy;
import dev.guildhall.auth.Secret;
import java.util.function.Supplier;

/**
 * What the router of the API needs, whatever its routes are.
 *
 * @param authentication of one event loop; the routers of a node share everything else that has a state
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
