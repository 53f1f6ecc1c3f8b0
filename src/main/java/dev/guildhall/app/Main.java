package dev.guildhall.app;

import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts Guildhall from the environment, and drains it on SIGTERM or Ctrl-C. */
public final class Main {
    /** After this the process ends, whatever is still running. */
    private static final int LONGEST_STOP_S = 5;

    private static final Logger LOG = LoggerFactory.getLogger(Main.class);

    private Main() {}

    public static void main(String[] arguments) {
        Config config;
        try {
            config = Config.fromEnvironment(System.getenv(), Path.of(""));
        } catch (InvalidConfig e) {
            LOG.error("{}", e.getMessage());
            System.exit(2);
            return;
        }
        Guildhall.start(config)
                .onSuccess(guildhall -> {
                    Runtime.getRuntime().addShutdownHook(new Thread(() -> await(guildhall.stop()), "drain"));
                    LOG.info("Guildhall listens on http://{}:{}", config.http().host(), guildhall.port());
                })
                .onFailure(error -> {
                    LOG.error("Guildhall cannot start: {}", error.getMessage(), error);
                    System.exit(1);
                });
    }

    private static void await(Future<Void> stopped) {
        try {
            stopped.await(LONGEST_STOP_S, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            LOG.warn("Not everything had ended after {} s", LONGEST_STOP_S);
        }
    }
}
