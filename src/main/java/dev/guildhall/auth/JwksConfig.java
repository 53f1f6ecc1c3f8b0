package dev.guildhall.auth;

import java.net.URI;

/**
 * The identity provider whose tokens are accepted.
 *
 * @param url of its keys (RFC 7517)
 * @param issuer the {@code iss} of its tokens
 */
public record JwksConfig(URI url, String issuer) {}
