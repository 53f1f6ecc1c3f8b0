package dev.guildhall.auth;

import dev.guildhall.failure.Failure;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Set;

/** Which web sites may act for their visitors: the one list behind CORS, forged requests and WebSocket handshakes. */
public final class OriginPolicy {
    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final Set<String> allowed;

    /** @param allowed as browsers spell them: scheme and host in lower case, no default port, no slash at the end */
    public OriginPolicy(Set<String> allowed) {
        this.allowed = Set.copyOf(allowed);
    }

    /** Compares exactly; {@code null}, which sandboxed frames and local files send, is nobody's origin. */
    boolean allows(String origin) {
        return allowed.contains(origin) && !origin.equals("null");
    }

    /** A request without an Origin comes from no browser and is admitted; one with several never is. */
    boolean admits(MultiMap headers) {
        List<String> origins = headers.getAll(HttpHeaders.ORIGIN);
        return origins.isEmpty() || origins.size() == 1 && allows(origins.get(0));
    }

    /** @throws Failure.Forbidden csrf_origin */
    void refuseOthers(MultiMap headers) {
        if (!admits(headers)) {
            throw new Failure.Forbidden(
                    "csrf_origin",
                    "This site may not act for its visitors here. ALLOWED_ORIGINS names those that may.");
        }
    }

    /**
     * To be asked of every request whose token came by cookie, since browsers add cookies to requests of any site.
     *
     * @throws Failure.Forbidden csrf_origin
     * @throws Failure.UnsupportedMediaType where a form could have sent it
     */
    void refuseForgery(HttpMethod method, MultiMap headers, boolean hasBody) {
        if (SAFE.contains(method)) {
            return;
        }
        refuseOthers(headers);
        if ((hasBody || method.equals(HttpMethod.POST)) && !JsonContentType.isIn(headers)) {
            throw new Failure.UnsupportedMediaType();
        }
    }
}
