package dev.guildhall.app;

import dev.guildhall.db.DatabaseUnavailable;
import dev.guildhall.http.CannotListen;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts Guildhall with the environment variables, and drains it on SIGTERM or Ctrl-C. */
public final class Main {
    private static final int CANNOT_START = 1;
    private static final int INVALID_CONFIGURATION = 2;
    private static final int CANNOT_STOP = 3;
    /** In seconds; after this the process ends even if work is still running. */
    private static final int MAX_STOP_S = 5;
    /** In seconds. Flushing the log takes at most one second more; if that hangs, the process is halted. */
    private static final int HALT_AFTER_S = MAX_STOP_S + 2;

    private static final Logger LOG = LoggerFactory.getLogger(Main.class);

    private static volatile @Nullable Guildhall running;

    private Main() {}

    public static void main(String[] arguments) {
        // First, because the log has to be flushed however the process ends.
        Runtime.getRuntime().addShutdownHook(new Thread(Main::end, "end"));
        // Netty would load the classes of Flight Recorder, which takes 40 ms of a start, for events that few record.
        System.getProperties().putIfAbsent("io.netty.jfr.enabled", "false");
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
                    "Using generated secrets from {} for development only; append this file to your frontend's .env.local",
                    developmentSecrets);
        }
        if (!config.tokens().authSecrets().isEmpty()) {
            LOG.warn(
                    "AUTH_SECRET is set: a session cookie of Auth.js is accepted after a new password or a sign-out everywhere only if its jwt callback sets auth_time, see docs/frontend.md");
        }
        Guildhall.start(config)
                .onSuccess(guildhall -> {
                    running = guildhall;
                    LOG.info("Guildhall listens on {} (API documentation: {}/docs)", guildhall.url(), guildhall.url());
                })
                .onFailure(error -> {
                    explain(error);
                    System.exit(CANNOT_START);
                });
    }

    /** Logs only the message if the operator can correct the error, and a stack trace if it is a bug. */
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
        LOG.info("Stopping after the running requests are finished");
        try {
            guildhall.stop().await(MAX_STOP_S, TimeUnit.SECONDS);
            LOG.info("Stopped");
        } catch (TimeoutException e) {
            LOG.warn("Not everything has stopped after {} s, ending the process", MAX_STOP_S);
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
