package dev.guildhall.auth;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What verifies the tokens of callers, and where those are found.
 *
 * @param previousJwtSecret still verifies while {@code jwtSecret} is being rotated in; never signs
 * @param authSecrets what Auth.js derives the keys of encrypted cookies from; none: those are not read
 * @param cookieNames in the order in which they are tried
 */
public record TokenConfig(
        Secret jwtSecret, @Nullable Secret previousJwtSecret, List<Secret> authSecrets, List<String> cookieNames) {
    /** HS256 is no stronger than its key: RFC 7518 asks for as many bits as the hash has. */
    public static final int MIN_SECRET_BYTES = 32;

    /** The names that Auth.js and NextAuth give their session cookie, with and without https, and a plain one. */
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
