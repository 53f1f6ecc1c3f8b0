package dev.guildhall.text;

import com.ibm.icu.util.IllformedLocaleException;
import com.ibm.icu.util.ULocale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Tags of languages (BCP 47), such as {@code de} or {@code pt-BR}. */
public final class LanguageTag {
    public static final int MAX_LENGTH = 35;

    /** What tags of languages look like, but for extensions, private use and what was registered before these rules. */
    private static final Pattern FORMAT = Pattern.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*");

    private LanguageTag() {}

    /** Blocks: reads the tables of languages from the jar, which would take an event loop too long. */
    public static void load() {
        canonical("iw-latn");
    }

    /** The canonical form, with the case and the codes that are preferred; empty if there is no such language. */
    public static Optional<String> canonical(String tag) {
        if (tag.length() > MAX_LENGTH || !FORMAT.matcher(tag).matches()) {
            return Optional.empty();
        }
        try {
            ULocale language = ULocale.createCanonical(
                    new ULocale.Builder().setLanguageTag(tag).build());
            String canonical = language.toLanguageTag();
            return isKnown(language.getLanguage())
                            && canonical.length() <= MAX_LENGTH
                            && FORMAT.matcher(canonical).matches()
                    ? Optional.of(canonical)
                    : Optional.empty();
        } catch (IllformedLocaleException e) {
            return Optional.empty();
        }
    }

    /** Whether there is a name for it. */
    private static boolean isKnown(String code) {
        return !code.isEmpty()
                && !ULocale.getDisplayLanguage(code, ULocale.ENGLISH).equals(code);
    }
}
