package dev.guildhall.order;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UCharacterCategory;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.text.Normalizer2;
import dev.guildhall.text.Characters;

/** The form in which two references of bank transfers are compared. */
final class ReferenceKey {
    /** NFKC and full case folding; drops what nobody can see (UAX #44, NFKC_Casefold). */
    private static final Normalizer2 FOLDING = Normalizer2.getNFKCCasefoldInstance();

    private ReferenceKey() {}

    /** Blocks: reads the tables of Unicode from the jar, which would take an event loop too long. */
    static void load() {
        of("a \u2014 \u0661");
    }

    /**
     * Without what nobody can see, with decimal digits of all scripts as 0 to 9 and every dash as a hyphen. What only looks
     * alike, such as O and 0, stays different.
     */
    static String of(String reference) {
        StringBuilder key = new StringBuilder(reference.length());
        FOLDING.normalize(reference)
                .codePoints()
                .filter(character -> !Characters.isInvisible(character))
                .map(ReferenceKey::unified)
                .forEach(key::appendCodePoint);
        // What a blank has kept apart may compose.
        return FOLDING.normalize(key);
    }

    private static int unified(int character) {
        if (UCharacter.getType(character) == UCharacterCategory.DECIMAL_DIGIT_NUMBER) {
            return '0' + UCharacter.digit(character);
        }
        return UCharacter.hasBinaryProperty(character, UProperty.DASH) ? '-' : character;
    }
}
