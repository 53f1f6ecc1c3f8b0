package dev.guildhall.http;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Names of fields and parameters as errors repeat them: shortened, since the client chose them. */
final class ReportedNames {
    private static final int MAX_LENGTH = 100;

    /**
     * Characters that a URI fragment contains unescaped (RFC 3986, section 3.5), except those with a meaning in a JSON
     * pointer.
     */
    private static final String UNESCAPED_CHARACTERS = "-._!$&'()*+,;=:@?";

    private ReportedNames() {}

    /** The name of a parameter. */
    static String shortened(String name) {
        return name.codePointCount(0, name.length()) <= MAX_LENGTH
                ? name
                : name.substring(0, name.offsetByCodePoints(0, MAX_LENGTH)) + "...";
    }

    /** The name of a field as a segment of a JSON pointer in a URI fragment (RFC 6901). */
    static String segment(String name) {
        StringBuilder segment = new StringBuilder();
        for (int i = 0; i < name.length(); i = name.offsetByCodePoints(i, 1)) {
            if (segment.length() >= MAX_LENGTH) {
                return segment.append("...").toString();
            }
            appendEscaped(segment, name.codePointAt(i));
        }
        return segment.toString();
    }

    private static void appendEscaped(StringBuilder segment, int character) {
        if (character == '~') {
            segment.append("~0");
        } else if (character == '/') {
            segment.append("~1");
        } else if (character < 0x80
                && (Character.isLetterOrDigit(character) || UNESCAPED_CHARACTERS.indexOf(character) >= 0)) {
            segment.append((char) character);
        } else {
            for (byte octet : Character.toString(character).getBytes(StandardCharsets.UTF_8)) {
                segment.append('%').append(HexFormat.of().withUpperCase().toHexDigits(octet));
            }
        }
    }
}
