package dev.guildhall.http;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.guildhall.failure.Failure;
import dev.guildhall.failure.FieldError;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A refusal in the format of problem details for HTTP APIs (RFC 9457). Only this class maps failures to status codes. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(
        String type,
        String title,
        int status,
        String code,
        String detail,
        @Nullable String requestId,
        List<FieldError> errors,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean errorsTruncated,
        @JsonAnyGetter Map<String, Object> facts) {

    private static final Duration SHORTLY = Duration.ofSeconds(1);

    static Problem of(int status, String code, String detail, @Nullable String requestId) {
        return new Problem("about:blank", title(status), status, code, detail, requestId, List.of(), false, Map.of());
    }

    public static Problem of(Failure failure, @Nullable String requestId) {
        int status = status(failure);
        List<FieldError> errors = List.of();
        boolean errorsTruncated = false;
        if (failure instanceof Failure.WithFieldErrors wrong) {
            errors = wrong.errors();
            errorsTruncated = wrong.errorsTruncated();
        }
        Map<String, Object> facts = failure instanceof Failure.Conflict conflict ? conflict.facts() : Map.of();
        return new Problem(
                "about:blank",
                title(status),
                status,
                failure.code(),
                failure.detail(),
                requestId,
                errors,
                errorsTruncated,
                facts);
    }

    /** The problem for any error; for an internal error it contains no details. */
    public static Problem of(Throwable error) {
        return error instanceof Failure failure
                ? of(failure, null)
                : of(500, "internal_error", "Something is wrong on our side.", null);
    }

    /** How long to wait before a retry; null if a retry does not help. */
    static @Nullable Duration retryAfter(Failure failure) {
        if (failure instanceof Failure.RateLimited limited) {
            return limited.retryAfter();
        }
        return failure instanceof Failure.Unavailable ? SHORTLY : null;
    }

    private static int status(Failure failure) {
        if (failure instanceof Failure.Malformed) {
            return 400;
        } else if (failure instanceof Failure.Unauthenticated) {
            return 401;
        } else if (failure instanceof Failure.Forbidden) {
            return 403;
        } else if (failure instanceof Failure.NotFound) {
            return 404;
        } else if (failure instanceof Failure.Conflict) {
            return 409;
        } else if (failure instanceof Failure.PreconditionFailed) {
            return 412;
        } else if (failure instanceof Failure.UnsupportedMediaType) {
            return 415;
        } else if (failure instanceof Failure.Invalid) {
            return 422;
        } else if (failure instanceof Failure.RateLimited) {
            return 429;
        }
        return 503;
    }

    private static String title(int status) {
        return HttpResponseStatus.valueOf(status).reasonPhrase();
    }
}
