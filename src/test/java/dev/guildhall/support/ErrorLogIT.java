package dev.guildhall.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Promise;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ErrorLogIT {
    @AutoClose
    private final TestDatabase database = TestDatabase.fresh();

    @Test
    void failsTheServerThatLoggedAnErrorAndNoOtherServer() throws Exception {
        try (Server quiet = Server.on(database)) {
            Server faulty = Server.on(database);
            Promise<Void> logged = Promise.promise();
            faulty.vertx().runOnContext(go -> {
                LoggerFactory.getLogger("dev.guildhall.Something").error("it broke");
                logged.complete();
            });
            logged.future().await(10, TimeUnit.SECONDS);
            assertThatThrownBy(faulty::close).isInstanceOf(AssertionError.class).hasMessageContaining("it broke");
            assertThat(quiet.takeErrors()).isEmpty();
        }
    }
}
