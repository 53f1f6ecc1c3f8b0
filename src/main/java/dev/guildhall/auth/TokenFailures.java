package dev.guildhall.auth;

import dev.guildhall.failure.Failure;

/** Every reason to refuse a token before the user is looked up. */
final class TokenFailures {
    private TokenFailures() {}

    static Failure.Unauthenticated missing() {
        return new Failure.Unauthenticated(
                "auth_missing",
                "This needs a signed-in user. Send the session cookie, or the header Authorization: Bearer <token>.");
    }

    static Failure.Unauthenticated invalid(String why) {
        return new Failure.Unauthenticated("auth_invalid", "The token is not valid: " + why + ".");
    }

    static Failure.Unauthenticated expired() {
        return new Failure.Unauthenticated("auth_expired", "The token has expired. Sign in again.");
    }

    static Failure.Unauthenticated encrypted() {
        return new Failure.Unauthenticated(
                "auth_token_encrypted",
                "The token is encrypted, which is what Auth.js does by default. Guildhall reads that in cookies alone, and "
                        + "where its AUTH_SECRET is that of Auth.js. Or give Auth.js your own jwt.encode and jwt.decode "
                        + "that sign and verify HS256 with JWT_SECRET.");
    }
}
