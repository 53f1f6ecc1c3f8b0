package dev.guildhall.http;

import dev.guildhall.failure.Failure;
import dev.guildhall.failure.FieldCode;
import dev.guildhall.failure.FieldError;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which versions a change is for, as {@code If-Match} says.
 *
 * @param versions null: any; empty: the header names none that this server could have sent
 */
public record IfMatch(@Nullable List<Integer> versions) {
    public static final IfMatch ANY = new IfMatch(null);

    /** Possessive, since Java repeats any other group by recursion, and a long header would overflow the stack. */
    private static final Pattern ENTITY_TAGS =
            Pattern.compile("\\s*+(?:W/)?\"[^\"]*+\"\\s*+(?:,\\s*+(?:W/)?\"[^\"]*+\"\\s*+)*+");

    private static final Pattern VERSION = Pattern.compile("([1-9]\\d{0,8})(?:\\.[a-z]+)?");

    /** @throws Failure.Malformed if a header is not a list of entity tags */
    static IfMatch of(List<String> headers) {
        String header = String.join(",", headers);
        if (headers.isEmpty() || header.trim().equals("*")) {
            return ANY;
        }
        if (!ENTITY_TAGS.matcher(header).matches()) {
            String detail = "Send the version in quotes, as the ETag has it: \"3\".";
            throw new Failure.Malformed(
                    "malformed_header",
                    detail,
                    List.of(FieldError.parameter("If-Match", FieldCode.INVALID_FORMAT, detail)));
        }
        return new IfMatch(EntityTags.read(header).stream()
                .map(VERSION::matcher)
                .filter(Matcher::matches)
                .map(version -> Integer.valueOf(version.group(1)))
                .toList());
    }

    public boolean allows(int version) {
        return versions == null || versions.contains(version);
    }

    /** The versions for a statement; null: any. */
    public Integer @Nullable [] toArray() {
        return versions == null ? null : versions.toArray(Integer[]::new);
    }
}
