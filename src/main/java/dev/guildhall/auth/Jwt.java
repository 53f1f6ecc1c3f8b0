package dev.guildhall.auth;

import dev.guildhall.auth.ClaimsParser.Header;
import java.io.IOException;
import java.util.Locale;

/**
 * A signed token in three segments, before its signature was checked.
 *
 * @param signatureLength in bytes
 */
record Jwt(String text, Header header, Payload payload, int signatureLength) {
    private static final String SESSION = "session+jwt";
    private static final String ACCESS_TOKEN = "at+jwt";

    /** @throws dev.guildhall.failure.Failure.Unauthenticated auth_invalid or auth_token_encrypted */
    static Jwt parse(String token) {
        int segments = CompactToken.countSegments(token);
        if (segments == SessionVerifier.SEGMENTS) {
            throw TokenFailures.encrypted();
        }
        if (segments != 3) {
            throw TokenFailures.invalid("it does not have three segments");
        }
        int payloadAt = token.indexOf('.') + 1;
        int signatureAt = token.lastIndexOf('.') + 1;
        try {
            return new Jwt(
                    token,
                    ClaimsParser.header(CompactToken.decode(token.substring(0, payloadAt - 1))),
                    ClaimsParser.payload(CompactToken.decode(token.substring(payloadAt, signatureAt - 1))),
                    CompactToken.decode(token.substring(signatureAt)).length);
        } catch (IOException e) {
            throw TokenFailures.invalid("its segments are not JSON objects");
        }
    }

    /**
     * A session is only for cookies and an access token (RFC 9068) only for the header, so that neither can be used in place
     * of the other, which may live longer.
     *
     * @throws dev.guildhall.failure.Failure.Unauthenticated auth_invalid
     */
    void requirePlace(boolean isInCookie) {
        if (isOfType(isInCookie ? ACCESS_TOKEN : SESSION)) {
            throw TokenFailures.invalid(
                    isInCookie
                            ? "its typ is at+jwt, which belongs into the Authorization header"
                            : "its typ is session+jwt, which belongs into a cookie");
        }
    }

    /** Whether the token has this media type, whose {@code application/} may be left out (RFC 7515, section 4.1.9). */
    private boolean isOfType(String type) {
        String actual = header.type() == null ? "" : header.type().toLowerCase(Locale.ROOT);
        return actual.equals(type) || actual.equals("application/" + type);
    }

    @Override
    public String toString() {
        return "a token with the header " + header;
    }
}
