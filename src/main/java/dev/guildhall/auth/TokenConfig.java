package dev.guildhall.auth;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The secrets that verify tokens, and the cookies in which tokens are found.
 *
 * @param previousJwtSecret still accepted while {@code jwtSecret} replaces it; never signs
 * @param authSecrets the secrets from which Auth.js derives the keys of encrypted cookies; empty: such cookies are not read
 * @param jwks null: tokens of no identity provider are accepted
 * @param audience what the {@code aud} of every token has to hold; null: anything
 * @param maxSession how long after the sign-in a token is valid at most; zero: no limit
 * @param cookieNames in the order in which they are tried
 */
public record TokenConfig(
        Secret jwtSecret,
        @Nullable Secret previousJwtSecret,
        List<Secret> authSecrets,
        @Nullable JwksConfig jwks,
        @Nullable String audience,
        Duration maxSession,
        List<String> cookieNames) {
    /** HS256 is no stronger than its key: RFC 7518 requires a key at least as long as the hash. */
    public static final int MIN_SECRET_BYTES = 32;

    /** The default names of the session cookie of Auth.js and NextAuth, with and without HTTPS, and a plain one. */
    public static final List<String> DEFAULT_COOKIE_NAMES = List.of(
            "__Secure-authjs.session-token",
            "authjs.session-token",
            "__Secure-next-auth.session-token",
            "next-auth.session-token",
            "token");

    public TokenConfig {
        authSecrets = List.copyOf(authSecrets);
        cookieNames = List.copyOf(cookieNames);
    }
}
