package dev.guildhall.user;

import java.util.regex.Pattern;

/** What passes for an email address: whether mail arrives there, only a mail can tell. */
final class Emails {
    static final int LONGEST = 254;

    private static final Pattern ADDRESS = Pattern.compile("[^@\\p{Z}\\p{C}]{1,64}@[^@\\p{Z}\\p{C}]{1,189}");

    private Emails() {}

    static boolean isAddress(String text) {
        return ADDRESS.matcher(text).matches();
    }

    /**
     * The same text for all spellings that PostgreSQL's {@code lower} may take for one, whatever its locale; {@code toLowerCase}
     * keeps İ and ı apart from i, and some locales do not.
     */
    static String folded(String email) {
        return email.codePoints()
                .map(c -> Character.toLowerCase(Character.toUpperCase(c)))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
