package dev.guildhall.failure;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * An error in one field of a request.
 *
 * @param pointer a JSON pointer into the body as a URI fragment, {@code #/price} (RFC 6901); null for a parameter
 * @param parameter the name of a path or query parameter or header; null for a field of the body
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FieldError(@Nullable String pointer, @Nullable String parameter, FieldCode code, String detail) {

    public static FieldError field(String name, FieldCode code, String detail) {
        return new FieldError("#/" + name, null, code, detail);
    }

    public static FieldError parameter(String name, FieldCode code, String detail) {
        return new FieldError(null, name, code, detail);
    }

    /** The same field with a different error. */
    public FieldError with(FieldCode code, String detail) {
        return new FieldError(pointer, parameter, code, detail);
    }
}
