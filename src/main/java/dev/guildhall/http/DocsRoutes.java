package dev.guildhall.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The API contract, and a page to browse it and try it out; all files come from this jar. */
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

    /** Swagger UI loads its arrows from data: URLs. It sets styles only from scripts, so 'unsafe-inline' is not needed. */
    private static final Map<String, String> BROWSER_RULES = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
                    + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "Referrer-Policy",
            "no-referrer");

    private final Vertx vertx;
    private final Map<Asset, Reply> replies = new ConcurrentHashMap<>();

    public DocsRoutes(Vertx vertx) {
        this.vertx = vertx;
    }

    @Override
    public void mount(Api api) {
        // The links of the page are relative, so that a proxy may add a prefix; after a slash at the end they would be
        // wrong.
        api.anyone(HttpMethod.GET, PAGE + "/", request -> Future.succeededFuture(Reply.moved(".." + PAGE)));
        for (Asset asset : ASSETS) {
            api.anyone(HttpMethod.GET, asset.path(), request -> {
                request.query().check();
                return reply(asset);
            });
        }
    }

    /** Read at the first request, so that nodes whose page is never opened do not read the files. */
    private Future<Reply> reply(Asset asset) {
        Reply known = replies.get(asset);
        return known != null
                ? Future.succeededFuture(known)
                : vertx.executeBlocking(() -> asset.reply(BROWSER_RULES)).onSuccess(read -> replies.put(asset, read));
    }
}
