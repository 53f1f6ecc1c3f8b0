package dev.guildhall.auth;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The payload of a token, by the names of RFC 7519, before anything in it was checked.
 *
 * @param authenticatedAt {@code auth_time} of OpenID Connect
 */
record Payload(
        String subject,
        @Nullable String issuer,
        List<String> audience,
        Instant expiresAt,
        @Nullable Instant notBefore,
        @Nullable Instant issuedAt,
        @Nullable Instant authenticatedAt) {
    Payload {
        audience = List.copyOf(audience);
    }

    /** When the user signed in, or when the token was made, which may be much later. */
    @Nullable
    Instant authenticatedOrIssuedAt() {
        return authenticatedAt == null ? issuedAt : authenticatedAt;
    }
}
