package dev.guildhall.failure;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Every kind of error that one field can have. */
public enum FieldCode {
    REQUIRED,
    UNKNOWN_FIELD,
    WRONG_TYPE,
    BLANK,
    TOO_SHORT,
    TOO_LONG,
    TOO_SMALL,
    TOO_LARGE,
    TOO_PRECISE,
    TOO_COMMON,
    INVALID_FORMAT,
    INVALID_CHARACTER,
    NOT_ALLOWED;

    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
