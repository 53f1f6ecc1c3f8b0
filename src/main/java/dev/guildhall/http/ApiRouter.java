package dev.guildhall.http;

import dev.guildhall.failure.Failure;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Creates the router of the API: the handlers for all requests, then the routes of each feature. */
public final class ApiRouter {
    private ApiRouter() {}

    public static Router create(Vertx vertx, ApiDependencies dependencies, List<Routes> features) {
        Router router = Router.router(vertx);
        router.route()
                .handler(new AccessLog(dependencies.metrics()))
                .handler(HttpGuard::trackRequest)
                .failureHandler(ResponseWriter::refuse);
        // In a separate route, since a router does not accept this kind of handler after other kinds in one route.
        router.route().handler(dependencies.cors());
        router.route().handler(ApiRouter::refuseUndecodable);
        Api api = new Api(vertx, router, dependencies);
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

    /** Refuses an invalid percent-escape in the path or the query, which would cause an error during the routing. */
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
