package dev.guildhall.http;

import dev.guildhall.auth.Caller;
import dev.guildhall.auth.Sha256;
import dev.guildhall.failure.Failure;
import dev.guildhall.failure.FieldCode;
import dev.guildhall.failure.FieldError;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The {@code Idempotency-Key} of a request. Each caller has keys of their own.
 *
 * @param fingerprint identifies the request, since a key may be used for one request only
 */
record IdempotencyKey(UUID caller, String value, Buffer fingerprint) {
    static final String HEADER = "Idempotency-Key";

    private static final Set<HttpMethod> METHODS = Set.of(HttpMethod.POST, HttpMethod.PATCH);

    private static final Pattern SLASH_AT_THE_END = Pattern.compile("/$");

    private static final Pattern VISIBLE_ASCII = Pattern.compile("[\\x21-\\x7e]{1,255}");

    /** @throws Failure.Malformed if the key is not valid */
    static void check(HttpServerRequest request) {
        String key = request.getHeader(HEADER);
        if (key != null && !VISIBLE_ASCII.matcher(key).matches()) {
            String detail = "An Idempotency-Key is 1 to 255 visible ASCII characters.";
            throw new Failure.Malformed(
                    "malformed_header",
                    detail,
                    List.of(FieldError.parameter(HEADER, FieldCode.INVALID_FORMAT, detail)));
        }
    }

    /** Null if the request has no key or no caller, or if its method may be repeated without one (RFC 9110, section 9.2.2). */
    static @Nullable IdempotencyKey of(RoutingContext context, @Nullable Caller caller) {
        String key = context.request().getHeader(HEADER);
        return key == null
                        || caller == null
                        || !METHODS.contains(context.request().method())
                ? null
                : new IdempotencyKey(caller.id(), key, fingerprint(context));
    }

    /** Bodies of the same value have the same fingerprint, since not every client writes its fields in the same order again. */
    private static Buffer fingerprint(RoutingContext context) {
        String path = SLASH_AT_THE_END.matcher(context.normalizedPath()).replaceFirst("");
        byte[] target = (context.request().method() + " " + path + "\n").getBytes(StandardCharsets.UTF_8);
        Buffer body = context.body().buffer();
        // An absent body counts as an empty object.
        boolean isEmpty = body == null || body.length() == 0;
        return Buffer.buffer(Sha256.hash(target, Json.canonical(isEmpty ? Buffer.buffer("{}") : body)));
    }
}
