package dev.guildhall.text;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UCharacterCategory;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.text.IDNA;
import com.ibm.icu.text.Normalizer2;

/** Which characters people can see, and which may be in a line such as a name. */
public final class Characters {
    private static final Normalizer2 NFC = Normalizer2.getNFCInstance();

    /** A pattern of dots without dots, in the script of the blind: a blank that Unicode counts as a symbol. */
    private static final int BRAILLE_BLANK = 0x2800;

    private static final int LEFT_TO_RIGHT_MARK = 0x200E;
    private static final int RIGHT_TO_LEFT_MARK = 0x200F;
    private static final int ARABIC_LETTER_MARK = 0x061C;

    private Characters() {}

    /** Blocks: reads the tables of Unicode from the jar, which would take an event loop too long. */
    public static void load() {
        line("\u0915\u094d\u200d\u0937");
        isBlank("a");
        IDNA.getUTS46Instance(IDNA.CHECK_BIDI).nameToASCII("\u05d0.example", new StringBuilder(), new IDNA.Info());
    }

    /** Canonical composition (UAX #15). */
    public static String nfc(String text) {
        return NFC.normalize(text);
    }

    /** Whether nobody can see anything of the text. */
    public static boolean isBlank(String text) {
        return text.codePoints().allMatch(Characters::isInvisible);
    }

    /** Whether there is nothing to see of the character where it stands alone. */
    public static boolean isInvisible(int character) {
        return UCharacter.hasBinaryProperty(character, UProperty.WHITE_SPACE)
                || UCharacter.hasBinaryProperty(character, UProperty.DEFAULT_IGNORABLE_CODE_POINT)
                || character == BRAILLE_BLANK
                || switch (UCharacter.getType(character)) {
                    case UCharacterCategory.CONTROL, UCharacterCategory.FORMAT -> true;
                    default -> false;
                };
    }

    /** Removes white space at both ends, that which does not break included. */
    public static String strip(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && UCharacter.hasBinaryProperty(text.codePointAt(start), UProperty.WHITE_SPACE)) {
            start += Character.charCount(text.codePointAt(start));
        }
        while (end > start && UCharacter.hasBinaryProperty(text.codePointBefore(end), UProperty.WHITE_SPACE)) {
            end -= Character.charCount(text.codePointBefore(end));
        }
        return text.substring(start, end);
    }

    /**
     * A line as it is stored: stripped, in NFC, and without joiners that have no effect, by which two names that look the
     * same could differ.
     */
    public static String line(String text) {
        return NFC.normalize(strip(Joiners.removeWithoutEffect(text)));
    }

    /**
     * Whether a line may have this character: none that ends the line, changes the direction of what follows it, or has no
     * meaning that everybody knows. The marks for the direction of single characters are needed where scripts are mixed.
     */
    public static boolean isOfALine(int character) {
        return switch (UCharacter.getType(character)) {
            case UCharacterCategory.CONTROL,
                    UCharacterCategory.LINE_SEPARATOR,
                    UCharacterCategory.PARAGRAPH_SEPARATOR,
                    UCharacterCategory.PRIVATE_USE,
                    UCharacterCategory.SURROGATE -> false;
            default ->
                !UCharacter.hasBinaryProperty(character, UProperty.NONCHARACTER_CODE_POINT)
                        && (!UCharacter.hasBinaryProperty(character, UProperty.BIDI_CONTROL)
                                || character == LEFT_TO_RIGHT_MARK
                                || character == RIGHT_TO_LEFT_MARK
                                || character == ARABIC_LETTER_MARK);
        };
    }
}
