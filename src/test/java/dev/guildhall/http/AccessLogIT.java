package dev.guildhall.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.guildhall.support.Answer;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.RawSocket;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

@Tag("API-13")
class AccessLogIT {
    @RegisterExtension
    static final Market market = new Market();

    @ParameterizedTest
    @ValueSource(strings = {"abc-123", "0", "Root=1-67891233-abcdef012345678912345678", "a/b+c:d.e_f="})
    void takesTheRequestIdOfTheCaller(String id) {
        assertThat(market.api()
                        .with("X-Request-Id", id)
                        .get("/order-transitions")
                        .header("X-Request-Id"))
                .isEqualTo(id);
        Answer refused = market.api().with("X-Request-Id", id).get("/nothing").expectProblem(404, "not_found");
        assertThat(refused.at("request_id")).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "<script>", "tab\tbed", "quo\"te"})
    void replacesAnInvalidRequestId(String id) {
        Answer answer = market.api().with("X-Request-Id", id).get("/order-transitions");
        assertThat(UUID.fromString(String.valueOf(answer.header("X-Request-Id"))))
                .isNotNull();
    }

    @Test
    void replacesATooLongOrMissingRequestId() {
        String longest = "x".repeat(128);
        assertThat(market.api().with("X-Request-Id", longest).get("/nothing").header("X-Request-Id"))
                .isEqualTo(longest);
        assertThat(market.api()
                        .with("X-Request-Id", longest + "x")
                        .get("/nothing")
                        .header("X-Request-Id"))
                .hasSize(36);
        assertThat(market.api().get("/nothing").header("X-Request-Id"))
                .isNotEqualTo(market.api().get("/nothing").header("X-Request-Id"));
    }

    @Test
    void logsThePathWithoutTheQuery() throws Exception {
        assertThat(logged(id -> market.api().with("X-Request-Id", id).get("/order-transitions?ticket=secret")))
                .startsWith("GET /order-transitions 400 ")
                .doesNotContain("secret");
    }

    @Test
    @Tag("OPS-24")
    void logsTheUser() throws Exception {
        Person mira = market.aUser("Mira");
        assertThat(logged(id -> market.api().as(mira).with("X-Request-Id", id).get("/me")))
                .endsWith(" " + mira.id());
        assertThat(logged(id -> market.api().with("X-Request-Id", id).get("/me")))
                .endsWith(" -");
    }

    @Test
    void logsInvalidHttpRequestsToo() throws Exception {
        assertThat(logged(id -> {
                    try (RawSocket wire = RawSocket.to(market.server())) {
                        Answer answer = wire.head("GET /gigs?ticket=secret HTTP/1.1\nX-Request-Id: " + id)
                                .answer();
                        assertThat(answer.header("X-Request-Id")).isEqualTo(id);
                    }
                }))
                .startsWith("GET /gigs 400 ")
                .doesNotContain("secret");
    }

    /** Runs a request with a new id and returns the line of the access log that contains this id. */
    private static String logged(Consumer<String> request) throws Exception {
        String id = UUID.randomUUID().toString();
        CompletableFuture<String> logged = new CompletableFuture<>();
        AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                if (event.getFormattedMessage().contains(id)) {
                    logged.complete(event.getFormattedMessage());
                }
            }
        };
        Logger requests = (Logger) LoggerFactory.getLogger("dev.guildhall.requests");
        appender.start();
        requests.addAppender(appender);
        requests.setAdditive(false);
        requests.setLevel(Level.INFO);
        try {
            request.accept(id);
            return logged.get(10, TimeUnit.SECONDS);
        } finally {
            requests.setLevel(null);
            requests.setAdditive(true);
            requests.detachAppender(appender);
        }
    }
}
