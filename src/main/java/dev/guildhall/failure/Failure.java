package dev.guildhall.failure;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Every reason to refuse a request, as the client receives it: a stable {@code code} for programs and a sentence for
 * people. Thrown, or returned in a failed {@code Future}; cheap, since it records no stack trace.
 */
public abstract sealed class Failure extends RuntimeException {
    private final String code;

    private Failure(String code, String detail) {
        this(code, detail, null);
    }

    private Failure(String code, String detail, @Nullable Throwable cause) {
        super(detail, cause, false, false);
        this.code = code;
    }

    /** A stable identifier in snake_case, published in {@code docs/openapi.yaml}. */
    public String code() {
        return code;
    }

    /** One sentence that says what is wrong and, if possible, how to fix it; safe to show to the client. */
    public String detail() {
        return String.valueOf(getMessage());
    }

    /** Something is wrong with the request itself, perhaps in some of its fields. */
    public abstract static sealed class WithFieldErrors extends Failure {
        private final List<FieldError> errors;
        private final boolean errorsTruncated;

        private WithFieldErrors(String code, String detail, List<FieldError> errors) {
            super(code, detail);
            this.errors = List.copyOf(errors);
            this.errorsTruncated = false;
        }

        private WithFieldErrors(String code, String detail, FieldErrors errors) {
            super(code, detail);
            this.errors = errors.first();
            this.errorsTruncated = errors.isTruncated();
        }

        public List<FieldError> errors() {
            return errors;
        }

        /** Whether there are more errors than {@link #errors} contains. */
        public boolean errorsTruncated() {
            return errorsTruncated;
        }
    }

    /** The request cannot be parsed: invalid JSON, an id that is no UUID, a cursor that this service did not create. */
    public static final class Malformed extends WithFieldErrors {
        public Malformed(String code, String detail) {
            this(code, detail, List.of());
        }

        public Malformed(String code, String detail, List<FieldError> errors) {
            super(code, detail, errors);
        }

        public Malformed(String code, String detail, FieldErrors errors) {
            super(code, detail, errors);
        }
    }

    /** The request can be parsed, but breaks rules; each broken rule is one error. */
    public static final class Invalid extends WithFieldErrors {
        public Invalid(FieldErrors errors) {
            super("validation_failed", summary(errors), errors);
        }

        public Invalid(FieldError error) {
            this("validation_failed", "One field is not valid.", error);
        }

        public Invalid(String code, String detail, FieldError error) {
            super(code, detail, List.of(error));
        }

        private static String summary(FieldErrors errors) {
            if (errors.isTruncated()) {
                return "More than " + FieldErrors.MAX_ERRORS + " fields are not valid.";
            }
            int count = errors.first().size();
            return count == 1 ? "One field is not valid." : count + " fields are not valid.";
        }
    }

    /** The body is not JSON, the only format that is accepted. */
    public static final class UnsupportedMediaType extends Failure {
        public UnsupportedMediaType() {
            this("The Content-Type must be application/json, in UTF-8.");
        }

        public UnsupportedMediaType(String detail) {
            super("unsupported_media_type", detail);
        }
    }

    /** The caller is not known: no valid token was sent. */
    public static final class Unauthenticated extends Failure {
        public Unauthenticated(String code, String detail) {
            super(code, detail);
        }
    }

    /** The caller is known, but is not allowed to do this. */
    public static final class Forbidden extends Failure {
        public Forbidden(String code, String detail) {
            super(code, detail);
        }
    }

    /** There is nothing here that this caller may see. */
    public static final class NotFound extends Failure {
        public NotFound(String detail) {
            super("not_found", detail);
        }

        public static NotFound ofPath() {
            return new NotFound("There is nothing at this path.");
        }

        public static NotFound of(String what) {
            return new NotFound("There is no such " + what + ", or it is not visible to you.");
        }

        /** Returns the value; fails if it is empty. For {@code Future.map}. */
        public static <T> Function<Optional<T>, T> unlessFound(String what) {
            return found -> found.orElseThrow(() -> of(what));
        }
    }

    /** The client has an old version: {@code If-Match} does not match the current one. */
    public static final class PreconditionFailed extends Failure {
        public PreconditionFailed() {
            super("precondition_failed", "This was changed since you read it. Read it again before you change it.");
        }
    }

    /** The request is valid, but not allowed in the current state. */
    public static final class Conflict extends Failure {
        private final transient Map<String, Object> facts;

        public Conflict(String code, String detail) {
            this(code, detail, Map.of());
        }

        /** @param facts additional members of the problem, such as {@code order_status} */
        public Conflict(String code, String detail, Map<String, Object> facts) {
            super(code, detail);
            this.facts = Map.copyOf(facts);
        }

        public Map<String, Object> facts() {
            return facts;
        }
    }

    /** Too many requests of this kind. */
    public static final class RateLimited extends Failure {
        private final transient Duration retryAfter;

        public RateLimited(String detail, Duration retryAfter) {
            super("rate_limited", detail);
            this.retryAfter = retryAfter;
        }

        public Duration retryAfter() {
            return retryAfter;
        }
    }

    /** The service cannot do this now; a retry may succeed shortly. */
    public static final class Unavailable extends Failure {
        private static final String BUSY =
                "Others are changing this right now, and nothing was done. Try again shortly.";

        private static final String OVERLOADED = "Guildhall has too much to do right now. Try again shortly.";

        public Unavailable(String code, String detail) {
            super(code, detail);
        }

        private Unavailable(String code, String detail, Throwable cause) {
            super(code, detail, cause);
        }

        /** @param cause only logged */
        public static Unavailable database(Throwable cause) {
            return new Unavailable(
                    "database_unavailable", "The database cannot be reached right now. Try again shortly.", cause);
        }

        /** Other requests change the same row, and neither its lock nor a place in its queue was available. */
        public static Unavailable busy() {
            return new Unavailable("busy", BUSY);
        }

        /** @param cause only logged */
        public static Unavailable busy(Throwable cause) {
            return new Unavailable("busy", BUSY, cause);
        }

        public static Unavailable overloaded() {
            return new Unavailable("overloaded", OVERLOADED);
        }

        /** @param cause only logged */
        public static Unavailable overloaded(Throwable cause) {
            return new Unavailable("overloaded", OVERLOADED, cause);
        }
    }
}
