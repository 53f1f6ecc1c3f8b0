package dev.guildhall.auth;

/**
 * A user as an identity provider knows them (OpenID Connect Core 1.0, section 2).
 *
 * @param issuer the {@code iss} of the provider's tokens
 * @param subject their {@code sub}, which is unique and never given to somebody else within that provider
 */
public record Identity(String issuer, String subject) implements Subject {
    /** The maximum length of each part in code points. OpenID Connect has this limit for the subject. */
    public static final int MAX_LENGTH = 255;
}
