package dev.guildhall.auth;

/**
 * A verified token whose user has not been looked up yet.
 *
 * @param isFromCookie the browser added the token by itself, so a different site may have forged the request
 */
record VerifiedToken(Claims claims, boolean isFromCookie) {}
