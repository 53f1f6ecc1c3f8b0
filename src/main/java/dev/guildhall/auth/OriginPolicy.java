package dev.guildhall.auth;

import dev.guildhall.failure.Failure;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Set;

/** The allowed origins: one list for CORS, protection against CSRF, and WebSocket handshakes. */
public final class OriginPolicy {
    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final Set<String> allowed;

    /** @param allowed as browsers send them: scheme and host in lower case, no default port, no slash at the end */
    public OriginPolicy(Set<String> allowed) {
        this.allowed = Set.copyOf(allowed);
    }

    /** Compares exactly. {@code null}, which sandboxed frames and local files send, is never allowed. */
    boolean isAllowed(String origin) {
        return allowed.contains(origin) && !origin.equals("null");
    }

    /** A request without an Origin does not come from a browser and is allowed; one with several Origin headers is not. */
    boolean isAllowed(MultiMap headers) {
        List<String> origins = headers.getAll(HttpHeaders.ORIGIN);
        return origins.isEmpty() || origins.size() == 1 && isAllowed(origins.get(0));
    }

    /** @throws Failure.Forbidden csrf_origin */
    void requireAllowed(MultiMap headers) {
        if (!isAllowed(headers)) {
            throw new Failure.Forbidden(
                    "csrf_origin",
                    "This site may not act for its visitors here. ALLOWED_ORIGINS names those that may.");
        }
    }

    /**
     * To be called for every request whose token came in a cookie, since browsers add cookies to requests from any site.
     *
     * @throws Failure.Forbidden csrf_origin
     * @throws Failure.UnsupportedMediaType if an HTML form could have sent the request
     */
    void checkCsrf(HttpMethod method, MultiMap headers, boolean hasBody) {
        if (SAFE.contains(method)) {
            return;
        }
        requireAllowed(headers);
        if ((hasBody || method.equals(HttpMethod.POST)) && !JsonContentType.isIn(headers)) {
            throw new Failure.UnsupportedMediaType();
        }
    }
}
