package dev.guildhall.auth;

/**
 * A caller whose token was verified and whose account was not looked at yet.
 *
 * @param byCookie the browser added the token by itself, so the request may be forged by another site
 */
record VerifiedToken(Claims claims, boolean byCookie) {}
