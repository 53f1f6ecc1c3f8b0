package dev.guildhall.failure;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * One bad field of a request: where it stands and what is wrong with it.
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

    /** The same place with something else to say of it. */
    public FieldError saying(FieldCode code, String detail) {
        return new FieldError(pointer, parameter, code, detail);
    }
}
