package dev.guildhall.app;

import dev.guildhall.db.DatabaseUnavailable;
import dev.guildhall.http.CannotListen;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts Guildhall from the environment, and drains it on SIGTERM or Ctrl-C. */
public final class Main {
    private static final int CANNOT_START = 1;
    private static final int INVALID_CONFIGURATION = 2;
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
            System.exit(INVALID_CONFIGURATION);
            return;
        }
        Path developmentSecrets = config.developmentSecretsFile();
        if (developmentSecrets != null) {
            LOG.warn(
                    "For development only: secrets that are not set are taken from {}; append it to your frontend's .env.local",
                    developmentSecrets);
        }
        Guildhall.start(config)
                .onSuccess(guildhall -> {
                    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(guildhall), "drain"));
                    LOG.info("Guildhall listens on {} (its contract: {}/docs)", guildhall.url(), guildhall.url());
                })
                .onFailure(error -> {
                    explain(error);
                    System.exit(CANNOT_START);
                });
    }

    /** In words where it is for whoever runs this to mend; with a stack trace where it is for us. */
    private static void explain(Throwable error) {
        if (error instanceof DatabaseUnavailable) {
            LOG.error("Guildhall cannot start. {}", error.getMessage());
        } else if (error instanceof CannotListen) {
            LOG.error("{}", error.getMessage());
        } else {
            LOG.error("Guildhall cannot start", error);
        }
    }

    private static void stop(Guildhall guildhall) {
        LOG.info("Stopping: running requests are finished first");
        Future<Void> stopped = guildhall.stop();
        try {
            stopped.await(LONGEST_STOP_S, TimeUnit.SECONDS);
            LOG.info("Stopped");
        } catch (TimeoutException e) {
            LOG.warn("Not everything had ended after {} s", LONGEST_STOP_S);
        }
    }
}
