package dev.guildhall.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The contract, and a page to browse it and try it out on; all of it comes from our own jar. */
public final class DocsRoutes implements Routes {
    private static final String JAVASCRIPT = "text/javascript; charset=utf-8";

    private static final String PAGE = "/docs";

    private static final List<Asset> ASSETS = List.of(
            Asset.ours("/openapi.yaml", "/contract/openapi.yaml", "application/yaml"),
            Asset.ours("/asyncapi.yaml", "/contract/asyncapi.yaml", "application/yaml"),
            Asset.ours(PAGE, "docs.html", "text/html; charset=utf-8"),
            Asset.ours("/docs/docs.js", "docs.js", JAVASCRIPT),
            Asset.ofSwaggerUi("swagger-ui-bundle.js", JAVASCRIPT),
            Asset.ofSwaggerUi("swagger-ui.css", "text/css; charset=utf-8"),
            Asset.ofSwaggerUi("favicon-32x32.png", "image/png"));

    /** Swagger UI draws its arrows with data: images and styles elements from scripts, which needs no 'unsafe-inline'. */
    private static final Map<String, String> BROWSER_RULES = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
                    + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "Referrer-Policy",
            "no-referrer");

    private final Vertx vertx;
    private final Map<Asset, Future<Reply>> read = new ConcurrentHashMap<>();

    public DocsRoutes(Vertx vertx) {
        this.vertx = vertx;
    }

    @Override
    public void mount(Api api) {
        // The page's links are relative, so that a prefix may stand before it; below a slash they would lead elsewhere.
        api.anyone(HttpMethod.GET, PAGE + "/", request -> Future.succeededFuture(Reply.moved(".." + PAGE)));
        for (Asset asset : ASSETS) {
            api.anyone(HttpMethod.GET, asset.path(), request -> {
                request.query().check();
                return reply(asset);
            });
        }
    }

    /** Read when it is first asked for: whoever never opens the page pays nothing for it. */
    private Future<Reply> reply(Asset asset) {
        return read.computeIfAbsent(asset, any -> vertx.executeBlocking(() -> asset.reply(BROWSER_RULES)));
    }
}
