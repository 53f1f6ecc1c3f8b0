package dev.guildhall.user;

import com.ibm.icu.text.IDNA;
import dev.guildhall.text.Characters;
import java.util.Optional;
import java.util.regex.Pattern;

/** Checks and compares email addresses; only an email shows whether the address works. */
public final class Emails {
    static final int MAX_LENGTH = 254;

    /** No spaces and no invisible characters; listed here, since the contract has the same pattern for all languages. */
    private static final String CHARACTER =
            "[^@\\u0000-\\u0020\\u007F-\\u00A0\\u00AD\\u1680\\u2000-\\u200F\\u2028-\\u202F\\u205F-\\u206F\\u3000\\uFEFF]";

    private static final Pattern ADDRESS = Pattern.compile(CHARACTER + "{1,64}@" + CHARACTER + "{1,189}");

    /** UTS #46, as registries and browsers apply it to new domains. */
    private static final IDNA DOMAINS = IDNA.getUTS46Instance(
            IDNA.NONTRANSITIONAL_TO_ASCII | IDNA.USE_STD3_RULES | IDNA.CHECK_BIDI | IDNA.CHECK_CONTEXTJ);

    private Emails() {}

    /** Blocks: reads the tables of Unicode from the jar, which would take an event loop too long. */
    static void load() {
        key("\u00e9@\u05d0.example");
    }

    public static boolean isAddress(String text) {
        return key(text).isPresent();
    }

    /**
     * The form in which two addresses are equal if they are one mailbox: the domain as it is looked up in the DNS, the rest
     * without a difference between composed and decomposed characters and between upper and lower case of ASCII letters.
     * Other letters keep their case, since lower case depends on the language. Empty if it is not an address.
     */
    public static Optional<String> key(String address) {
        if (!ADDRESS.matcher(address).matches()) {
            return Optional.empty();
        }
        int at = address.indexOf('@');
        String local = address.substring(0, at);
        if (local.codePoints().anyMatch(Emails::becomesAscii)) {
            return Optional.empty();
        }
        return domain(address.substring(at + 1))
                .map(domain -> Characters.nfc(lowerCaseOfAscii(Characters.nfc(local))) + '@' + domain);
    }

    private static Optional<String> domain(String text) {
        StringBuilder domain = new StringBuilder();
        IDNA.Info info = new IDNA.Info();
        DOMAINS.nameToASCII(text, domain, info);
        int length = domain.length();
        // The dot of the root, which changes nothing.
        if (length > 1 && domain.charAt(length - 1) == '.') {
            domain.setLength(length - 1);
        }
        return info.hasErrors() || domain.isEmpty() ? Optional.empty() : Optional.of(domain.toString());
    }

    /** Whether NFC makes it an ASCII letter, as it makes the Kelvin sign a K: two addresses that look different would be the same. */
    private static boolean becomesAscii(int codePoint) {
        return codePoint > 0x7F
                && Characters.nfc(Character.toString(codePoint)).chars().anyMatch(c -> c <= 0x7F);
    }

    private static String lowerCaseOfAscii(String text) {
        StringBuilder lower = new StringBuilder(text);
        for (int i = 0; i < lower.length(); i++) {
            char c = lower.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                lower.setCharAt(i, (char) (c + ('a' - 'A')));
            }
        }
        return lower.toString();
    }
}
