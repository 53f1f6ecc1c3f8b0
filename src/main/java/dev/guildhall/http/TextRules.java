package dev.guildhall.http;

import dev.guildhall.failure.FieldCode;
import dev.guildhall.failure.FieldError;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Checks that a text can be stored, is not blank and has an allowed length; lengths are in code points. */
final class TextRules {
    private TextRules() {}

    static @Nullable String check(
            String raw, int minLength, int maxLength, FieldError at, Consumer<FieldError> errors) {
        String text = raw.strip();
        int length = text.codePointCount(0, text.length());
        if (!isStorable(text)) {
            errors.accept(at.with(FieldCode.INVALID_CHARACTER, "A NUL or half a surrogate pair cannot be stored."));
        } else if (length == 0) {
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
