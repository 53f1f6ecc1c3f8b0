package dev.guildhall.http;

import dev.guildhall.failure.FieldCode;
import dev.guildhall.failure.FieldError;
import dev.guildhall.text.Characters;
import dev.guildhall.text.LanguageTag;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Checks that a text can be stored, is not blank and has an allowed length; lengths are in code points. */
final class TextRules {
    /**
     * How many code points of a line may become one by NFC: more than any character of a language needs. To sort combining
     * characters takes the square of their number.
     */
    private static final int MAX_DECOMPOSITION = 4;

    private TextRules() {}

    /** A text without white space at its ends. */
    static @Nullable String check(
            String raw, int minLength, int maxLength, FieldError at, Consumer<FieldError> errors) {
        return checkStripped(Characters.strip(raw), minLength, maxLength, at, errors);
    }

    /** A line as it is to be stored, and measured as such. */
    static @Nullable String checkLine(String raw, int maxLength, FieldError at, Consumer<FieldError> errors) {
        String stripped = Characters.strip(raw);
        boolean isNormalizable =
                isStorable(stripped) && stripped.codePointCount(0, stripped.length()) <= MAX_DECOMPOSITION * maxLength;
        String line = isNormalizable ? Characters.line(stripped) : stripped;
        String checked = checkStripped(line, 1, maxLength, at, errors);
        if (checked == null || checked.codePoints().allMatch(Characters::isOfALine)) {
            return checked;
        }
        errors.accept(
                at.with(
                        FieldCode.INVALID_CHARACTER,
                        "Must be one line, without control and private characters and those that change the direction of a text."));
        return null;
    }

    /** The canonical form of a tag of a language. */
    static @Nullable String language(String tag, FieldError at, Consumer<FieldError> errors) {
        String canonical = LanguageTag.canonical(tag).orElse(null);
        if (canonical == null) {
            errors.accept(
                    at.with(FieldCode.INVALID_FORMAT, "Must be the tag of a language (BCP 47), such as de or pt-BR."));
        }
        return canonical;
    }

    private static @Nullable String checkStripped(
            String text, int minLength, int maxLength, FieldError at, Consumer<FieldError> errors) {
        int length = text.codePointCount(0, text.length());
        if (!isStorable(text)) {
            errors.accept(at.with(FieldCode.INVALID_CHARACTER, "A NUL or half a surrogate pair cannot be stored."));
        } else if (Characters.isBlank(text)) {
            errors.accept(at.with(FieldCode.BLANK, "Must not be blank."));
        } else if (length < minLength) {
            errors.accept(at.with(FieldCode.TOO_SHORT, "At least " + minLength + " characters."));
        } else if (length > maxLength) {
            errors.accept(
                    at.with(FieldCode.TOO_LONG, "At most " + maxLength + " characters; these are " + length + "."));
        } else {
            return text;
        }
        return null;
    }

    /** The same without removing white space at the ends; a text may be only white space. */
    static @Nullable String checkVerbatim(
            String text, int minLength, int maxLength, FieldError at, Consumer<FieldError> errors) {
        int length = text.codePointCount(0, text.length());
        if (!isStorable(text)) {
            errors.accept(at.with(FieldCode.INVALID_CHARACTER, "A NUL or half a surrogate pair is not a character."));
        } else if (length < minLength) {
            errors.accept(at.with(FieldCode.TOO_SHORT, "At least " + minLength + " characters."));
        } else if (length > maxLength) {
            errors.accept(at.with(FieldCode.TOO_LONG, "At most " + maxLength + " characters."));
        } else {
            return text;
        }
        return null;
    }

    /** Whether nothing of the text can be seen; a text that is not valid is no such text. */
    static boolean isBlank(String text) {
        return isStorable(text) && Characters.isBlank(text);
    }

    /** PostgreSQL text cannot contain NUL or an unpaired surrogate, both of which JSON can contain. */
    static boolean isStorable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isLowSurrogate(c)) {
                return false;
            }
            if (Character.isHighSurrogate(c)) {
                i++;
                if (i == text.length() || !Character.isLowSurrogate(text.charAt(i))) {
                    return false;
                }
            }
        }
        return true;
    }
}
