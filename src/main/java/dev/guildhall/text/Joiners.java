package dev.guildhall.text;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UCharacter.JoiningType;
import com.ibm.icu.lang.UProperty;

/**
 * The zero width joiner and non-joiner. They are needed in the scripts of Persian and of Indian languages and between emoji,
 * where RFC 5892 (appendix A.1 and A.2) and UTS #51 allow them, and in Bengali and Sinhala before a virama too, where
 * the Unicode Standard (chapters 12.2 and 13.2) has them; elsewhere hardly anybody sees whether they are there.
 */
final class Joiners {
    private static final int NON_JOINER = 0x200C;
    private static final int JOINER = 0x200D;
    private static final int VARIATION_SELECTOR_16 = 0xFE0F;
    /** The combining class of viramas. */
    private static final int VIRAMA = 9;

    private Joiners() {}

    static String removeWithoutEffect(String text) {
        if (text.indexOf(NON_JOINER) < 0 && text.indexOf(JOINER) < 0) {
            return text;
        }
        int[] characters = text.codePoints().toArray();
        StringBuilder kept = new StringBuilder(text.length());
        for (int i = 0; i < characters.length; i++) {
            int character = characters[i];
            boolean hasEffect = character == NON_JOINER
                    ? isAfterVirama(characters, i) || isBetweenJoiningLetters(characters, i)
                    : character != JOINER
                            || isAfterVirama(characters, i)
                            || isBetweenLetterAndVirama(characters, i)
                            || isBetweenEmoji(characters, i);
            if (hasEffect) {
                kept.appendCodePoint(character);
            }
        }
        return kept.toString();
    }

    private static boolean isAfterVirama(int[] characters, int at) {
        return at > 0 && UCharacter.getCombiningClass(characters[at - 1]) == VIRAMA;
    }

    private static boolean isBetweenLetterAndVirama(int[] characters, int at) {
        return at > 0
                && UCharacter.isLetter(characters[at - 1])
                && at + 1 < characters.length
                && UCharacter.getCombiningClass(characters[at + 1]) == VIRAMA;
    }

    private static boolean isBetweenJoiningLetters(int[] characters, int at) {
        int before = at - 1;
        while (before >= 0 && joiningType(characters[before]) == JoiningType.TRANSPARENT) {
            before--;
        }
        int after = at + 1;
        while (after < characters.length && joiningType(characters[after]) == JoiningType.TRANSPARENT) {
            after++;
        }
        if (before < 0 || after == characters.length) {
            return false;
        }
        int left = joiningType(characters[before]);
        int right = joiningType(characters[after]);
        return (left == JoiningType.LEFT_JOINING || left == JoiningType.DUAL_JOINING)
                && (right == JoiningType.RIGHT_JOINING || right == JoiningType.DUAL_JOINING);
    }

    private static int joiningType(int character) {
        return UCharacter.getIntPropertyValue(character, UProperty.JOINING_TYPE);
    }

    private static boolean isBetweenEmoji(int[] characters, int at) {
        int before = at - 1;
        while (before >= 0
                && (characters[before] == VARIATION_SELECTOR_16
                        || UCharacter.hasBinaryProperty(characters[before], UProperty.EMOJI_MODIFIER))) {
            before--;
        }
        return before >= 0
                && at + 1 < characters.length
                && UCharacter.hasBinaryProperty(characters[before], UProperty.EXTENDED_PICTOGRAPHIC)
                && UCharacter.hasBinaryProperty(characters[at + 1], UProperty.EXTENDED_PICTOGRAPHIC);
    }
}
