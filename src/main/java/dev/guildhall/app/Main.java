package dev.guildhall.app;

import dev.guildhall.db.DatabaseUnavailable;
import dev.guildhall.http.CannotListen;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts Guildhall from the environment, and drains it on SIGTERM or Ctrl-C. */
public final class Main {
    private static final int CANNOT_START = 1;
    private static final int INVALID_CONFIGURATION = 2;
    private static final int CANNOT_STOP = 3;
    /** After this the process ends, whatever is still running. */
    private static final int MAX_STOP_S = 5;
    /** The last of the log is written for a second at most; if even that does not end, the process is ended without it. */
    private static final int HALT_AFTER_S = MAX_STOP_S + 2;

    private static final Logger LOG = LoggerFactory.getLogger(Main.class);

    private static volatile @Nullable Guildhall running;

    private Main() {}

    public static void main(String[] arguments) {
        // First of all, since every way to end has lines of the log to write.
        Runtime.getRuntime().addShutdownHook(new Thread(Main::end, "end"));
        Config config;
        try {
            config = Config.fromEnvironment(System.getenv(), Path.of(""));
        } catch (InvalidConfig e) {
            LOG.error("The configuration is not valid:");
            e.mistakes().forEach(mistake -> LOG.error("  {}", mistake));
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
                    running = guildhall;
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
            LOG.error(EscapedMessage.MULTILINE, "Guildhall cannot start. {}", error.getMessage());
        } else if (error instanceof CannotListen) {
            LOG.error("{}", error.getMessage());
        } else {
            LOG.error("Guildhall cannot start", error);
        }
    }

    private static void end() {
        haltLater();
        Guildhall guildhall = running;
        if (guildhall != null) {
            stop(guildhall);
        }
        LogQueue.flush();
    }

    private static void stop(Guildhall guildhall) {
        LOG.info("Stopping: running requests are finished first");
        try {
            guildhall.stop().await(MAX_STOP_S, TimeUnit.SECONDS);
            LOG.info("Stopped");
        } catch (TimeoutException e) {
            LOG.warn("Not everything had ended after {} s", MAX_STOP_S);
        }
    }

    private static void haltLater() {
        Thread halt = new Thread(
                () -> {
                    try {
                        TimeUnit.SECONDS.sleep(HALT_AFTER_S);
                        Runtime.getRuntime().halt(CANNOT_STOP);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "halt");
        halt.setDaemon(true);
        halt.start();
    }
}
