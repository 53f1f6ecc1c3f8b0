package dev.guildhall.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Chromium;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A page on a site of its own, in a browser of its own. It runs the JavaScript of docs/realtime.md, reports what it shows by
 * {@code show(message)}, and sends the lines that a test gives it.
 */
final class ExamplePage implements AutoCloseable {
    private static final Pattern EXAMPLE = Pattern.compile("(?s)```js\n(.*?)```");
    private static final int TIMEOUT_S = 40;

    private static final String PAGE = """
            <!doctype html><meta charset="utf-8"><script>
            let reported = Promise.resolve();
            const show = (message) => reported = reported.then(() => fetch("/shown", { method: "POST", body: message.content }));
            %s
            new EventSource("/lines").onmessage = ({ data }) => chat.say(peer, data);
            </script>
            """;

    private final Vertx vertx = Vertx.vertx();
    private final BlockingQueue<String> shown = new LinkedBlockingQueue<>();
    private final CompletableFuture<HttpServerResponse> lines = new CompletableFuture<>();
    private final HttpServer site;
    private volatile String script = "";
    private @Nullable Chromium browser;

    ExamplePage() {
        site = vertx.createHttpServer()
                .requestHandler(this::answer)
                .listen(0, "127.0.0.1")
                .await();
    }

    /** The blocks of JavaScript in the documentation, from top to bottom. */
    static List<String> examples() throws IOException {
        return EXAMPLE.matcher(Files.readString(Path.of("docs/realtime.md")))
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();
    }

    String origin() {
        return "http://127.0.0.1:" + site.actualPort();
    }

    /** @param script defines {@code chat} and {@code peer} */
    void open(String script) {
        this.script = script;
        browser = Chromium.show(origin());
    }

    void send(String line) {
        lines.orTimeout(TIMEOUT_S, TimeUnit.SECONDS)
                .join()
                .write("data: " + line + "\n\n")
                .await();
    }

    String nextShown() throws InterruptedException {
        String content = shown.poll(TIMEOUT_S, TimeUnit.SECONDS);
        assertThat(content).as("the next message on the page").isNotNull();
        return String.valueOf(content);
    }

    private void answer(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        switch (request.path()) {
            case "/" ->
                response.putHeader("Content-Type", "text/html")
                        .end(PAGE.formatted(script))
                        .onComplete(sent -> {});
            case "/shown" ->
                request.body()
                        .onSuccess(body -> {
                            shown.add(body.toString());
                            response.end().onComplete(sent -> {});
                        })
                        .onFailure(gone -> {});
            case "/lines" -> {
                response.setChunked(true).putHeader("Content-Type", "text/event-stream");
                response.write(":\n\n").onComplete(sent -> lines.complete(response));
            }
            default -> response.setStatusCode(404).end().onComplete(sent -> {});
        }
    }

    @Override
    public void close() {
        if (browser != null) {
            browser.close();
        }
        vertx.close().await();
    }
}
