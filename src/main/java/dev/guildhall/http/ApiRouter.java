package dev.guildhall.http;

import dev.guildhall.auth.Authentication;
import dev.guildhall.auth.Caller;
import dev.guildhall.auth.Claims;
import dev.guildhall.auth.CorsPolicy;
import dev.guildhall.auth.Jwks;
import dev.guildhall.auth.OriginPolicy;
import dev.guildhall.auth.Secret;
import dev.guildhall.auth.TokenAuthentication;
import dev.guildhall.auth.TokenConfig;
import dev.guildhall.failure.Failure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Creates the router of the API: the handlers for all requests, then the routes of each feature. */
public final class ApiRouter {
    private ApiRouter() {}

    /**
     * @param jwks the keys of the identity provider; null if there is none
     * @param cursorSecret the same on all nodes
     * @param callers finds the user of a verified token
     * @param publicUrl the prefix of paths in responses; empty if it is not known
     */
    public static Router create(
            Vertx vertx,
            HttpConfig http,
            TokenConfig tokens,
            @Nullable Jwks jwks,
            @Nullable Secret serviceToken,
            Secret cursorSecret,
            Idempotency idempotency,
            RequestLimit limit,
            HandshakeQueue handshakes,
            RequestMetrics metrics,
            WriteRate writes,
            Function<Claims, Future<Caller>> callers,
            Supplier<String> publicUrl,
            List<Routes> features) {
        OriginPolicy origins = new OriginPolicy(http.allowedOrigins());
        Authentication authentication = new Authentication(
                new TokenAuthentication(vertx, tokens, jwks, Clock.systemUTC()), origins, callers, serviceToken);

        Router router = Router.router(vertx);
        router.route()
                .handler(new AccessLog(metrics))
                .handler(HttpGuard::trackRequest)
                .failureHandler(ResponseWriter::refuse);
        // In a separate route, since a router does not accept this kind of handler after other kinds in one route.
        router.route().handler(new CorsPolicy(origins, http.allowedHeaders()));
        router.route().handler(ApiRouter::refuseUndecodable);
        Api api = new Api(router, authentication, limit, handshakes, writes, cursorSecret, idempotency, publicUrl);
        features.forEach(feature -> feature.mount(api));
        Map<Pattern, Set<String>> methods = methods(router.getRoutes());
        router.errorHandler(404, ResponseWriter::refuse);
        router.errorHandler(405, context -> {
            context.response().putHeader("Allow", String.join(", ", allowed(methods, context.normalizedPath())));
            ResponseWriter.refuse(context);
        });
        router.errorHandler(400, ResponseWriter::refuse);
        router.errorHandler(500, ResponseWriter::refuse);
        return router;
    }

    /** Otherwise an invalid percent-escape in the path or the query would cause an error during the routing. */
    private static void refuseUndecodable(RoutingContext context) {
        // Vert.x would read it as Latin-1, whatever it is.
        if (!context.request().uri().chars().allMatch(character -> character > ' ' && character < 0x7F)) {
            throw new Failure.Malformed(
                    "malformed_request",
                    "The path or the query holds a character that has to be percent-encoded, such as %C3%A9 for é.");
        }
        try {
            requireUtf8(context.request().uri());
            context.normalizedPath();
            context.queryParams();
        } catch (IllegalArgumentException | CharacterCodingException | HttpException e) {
            throw new Failure.Malformed(
                    "malformed_request", "The path or the query holds a percent-escape that is broken or not UTF-8.");
        }
        context.next();
    }

    /** Vert.x would replace what is not UTF-8. */
    private static void requireUtf8(String uri) throws CharacterCodingException {
        if (uri.indexOf('%') >= 0) {
            byte[] bytes = URLDecoder.decode(uri, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.ISO_8859_1);
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
        }
    }

    /** The methods of each path. Patterns are compiled once, not for each request with a wrong method. */
    private static Map<Pattern, Set<String>> methods(List<Route> routes) {
        Map<String, Set<String>> byPath = new HashMap<>();
        for (Route route : routes) {
            Set<HttpMethod> known = route.methods();
            if (known != null && route.getName() != null) {
                Set<String> methods = byPath.computeIfAbsent(route.getName(), path -> new TreeSet<>());
                known.forEach(method -> methods.add(method.name()));
            }
        }
        // A router treats a path with and without a slash at its end as the same.
        return byPath.entrySet().stream()
                .collect(Collectors.toMap(
                        path -> Pattern.compile(path.getKey().replaceAll(":[a-z_]+", "[^/]++") + "/?"),
                        Map.Entry::getValue));
    }

    private static Set<String> allowed(Map<Pattern, Set<String>> methods, String path) {
        Set<String> allowed = new TreeSet<>();
        methods.forEach((pattern, pathMethods) -> {
            if (pattern.matcher(path).matches()) {
                allowed.addAll(pathMethods);
            }
        });
        return allowed;
    }
}
