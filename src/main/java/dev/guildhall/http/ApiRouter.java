package dev.guildhall.http;

import dev.guildhall.db.Database;
import dev.guildhall.failure.Failure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The table of contents of the API: what every request passes, then the routes of each feature. */
public final class ApiRouter {
    private ApiRouter() {}

    /** @param directory looks up the user whom a verified token speaks of */
    public static Router create(
            Vertx vertx,
            HttpConfig http,
            TokenConfig tokens,
            @Nullable Secret serviceToken,
            Database database,
            Traffic traffic,
            Function<Claims, Future<Caller>> directory,
            List<Routes> features) {
        OriginPolicy origins = new OriginPolicy(http.allowedOrigins());
        Authentication authentication = new Authentication(
                new TokenAuthentication(vertx, tokens, Clock.systemUTC()), origins, directory, serviceToken);

        Router router = Router.router(vertx);
        router.route()
                .handler(new CorsPolicy(origins))
                .handler(new RequestIds(traffic))
                .failureHandler(Answers::refuse);
        router.route().handler(ApiRouter::refuseUndecodable);
        Api api = new Api(router, authentication, traffic, tokens.jwtSecret(), database);
        features.forEach(feature -> feature.mount(api));
        router.errorHandler(404, Answers::refuse);
        router.errorHandler(405, context -> {
            context.response().putHeader("Allow", allowed(router, context));
            Answers.refuse(context);
        });
        router.errorHandler(400, Answers::refuse);
        router.errorHandler(500, Answers::refuse);
        return router;
    }

    /** A broken escape in the path or the query would otherwise surface in the middle of the routing. */
    private static void refuseUndecodable(RoutingContext context) {
        try {
            context.normalizedPath();
            context.queryParams();
        } catch (IllegalArgumentException | HttpException e) {
            throw new Failure.Malformed("malformed_request", "The path or the query holds a broken percent-escape.");
        }
        context.next();
    }

    private static String allowed(Router router, RoutingContext context) {
        Set<String> methods = new TreeSet<>();
        for (Route route : router.getRoutes()) {
            Set<HttpMethod> known = route.methods();
            if (known != null && matches(route, context.normalizedPath())) {
                known.forEach(method -> methods.add(method.name()));
            }
        }
        return String.join(", ", methods);
    }

    private static boolean matches(Route route, String path) {
        String pattern = route.getName();
        return pattern != null && path.matches(pattern.replaceAll(":[a-z_]+", "[^/]+"));
    }
}
