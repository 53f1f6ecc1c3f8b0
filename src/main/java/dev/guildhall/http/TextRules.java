package dev.guildhall.http;

import dev.guildhall.failure.FieldCode;
import dev.guildhall.failure.FieldError;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What every text must satisfy: storable, not blank, and no longer than agreed; lengths are in code points. */
final class TextRules {
    private TextRules() {}

    static @Nullable String check(String raw, int shortest, int longest, FieldError at, Consumer<FieldError> errors) {
        String text = raw.strip();
        int length = text.codePointCount(0, text.length());
        if (!isStorable(text)) {
            errors.accept(at.with(FieldCode.INVALID_CHARACTER, "A NUL or half a surrogate pair cannot be stored."));
        } else if (length == 0) {
            errors.accept(at.with(FieldCode.BLANK, "Must not be blank."));
        } else if (length < shortest) {
            errors.accept(at.with(FieldCode.TOO_SHORT, "At least " + shortest + " characters."));
        } else if (length > longest) {
            errors.accept(at.with(FieldCode.TOO_LONG, "At most " + longest + " characters; these are " + length + "."));
        } else {
            return text;
        }
        return null;
    }

    /** PostgreSQL's text holds neither NUL nor an unpaired surrogate, both of which JSON can spell. */
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
