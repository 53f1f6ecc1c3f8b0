package dev.guildhall.bus;

import dev.guildhall.db.Database;
import dev.guildhall.db.Schema;
import dev.guildhall.db.SqlErrors;
import dev.guildhall.failure.Failure;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries lines of text to all nodes on the same database, by LISTEN and NOTIFY on one connection of its own. It says things at once
 * while it is idle, and collects only while a NOTIFY is under way. It promises nothing: what is said while somebody is away they
 * never hear, and what is too much is dropped. Another engine could take the place of this class.
 */
public final class NodeBridge extends VerticleBase {
    private static final String PURPOSE = "bridge";

    private static final String NOTIFY = "select pg_notify($1, $2)";
    /** Nothing is lost that is not looked for in the tables, so no NOTIFY has to wait for the disk. */
    private static final Map<String, String> SETTINGS = Map.of("synchronous_commit", "off");

    private static final long PULSE_MS = 2_000;
    /** After so many pulses without hearing itself it takes its connection for dead; Vert.x does not notice by itself. */
    private static final int MOST_UNHEARD = 2;

    private static final int RECONNECT_MS = 50;
    private static final int LONGEST_RECONNECT_MS = 1_000;
    private static final long LAST_WORDS_MS = 500;

    private static final Logger LOG = LoggerFactory.getLogger(NodeBridge.class);

    private final String id = UUID.randomUUID().toString();
    private final Database database;
    private final String channel;
    private final Outgoing outgoing = new Outgoing();
    private final BridgeMetrics metrics;
    private final AtomicBoolean isWoken = new AtomicBoolean();
    private final Promise<Void> silent = Promise.promise();
    private volatile @Nullable Context bridge;
    private volatile @Nullable PgConnection connection;
    private Consumer<String> heard = line -> {};
    private Runnable opened = () -> {};
    private Outgoing.@Nullable Batch saying;
    private boolean isBusy;
    private boolean isStopping;
    private long saidAt;
    private int unheard;
    private int attempts;

    public NodeBridge(Database database, MeterRegistry registry) {
        this.database = database;
        // Channels belong to a database, and another installation may be in another schema of it.
        this.channel = database.schema().equals(Schema.PUBLIC) ? "guildhall" : "guildhall_" + database.schema();
        this.metrics = new BridgeMetrics(registry, outgoing, () -> connection != null);
    }

    /** To be called before it is deployed. */
    void tell(Consumer<String> heard, Runnable opened) {
        this.heard = heard;
        this.opened = opened;
    }

    /** Completes after the first attempt to connect, whatever came of it: a node that hears late still serves. */
    @Override
    public Future<?> start() {
        bridge = context;
        vertx.setTimer(PULSE_MS, tick -> pulse());
        return open().otherwiseEmpty();
    }

    /** Says a line of ASCII to all other nodes, from whichever thread. */
    void say(String line) {
        Context own = bridge;
        if (own == null || !outgoing.add(line)) {
            metrics.dropped.increment();
        } else if (isWoken.compareAndSet(false, true)) {
            own.runOnContext(now -> {
                isWoken.set(false);
                next(false);
            });
        }
    }

    private Future<Void> open() {
        return database.connect(PURPOSE, SETTINGS)
                .compose(fresh -> {
                    fresh.notificationHandler(said -> hear(said.getPayload()));
                    return fresh.query("listen " + channel)
                            .execute()
                            .onFailure(error -> discard(fresh))
                            .map(fresh);
                })
                .onSuccess(this::use)
                .onFailure(error -> {
                    LOG.debug("other nodes cannot be heard yet", error);
                    openLater();
                })
                .mapEmpty();
    }

    private void use(PgConnection fresh) {
        if (isStopping) {
            discard(fresh);
            return;
        }
        connection = fresh;
        attempts = 0;
        unheard = 0;
        fresh.closeHandler(gone -> lose(fresh, "it was closed"));
        metrics.opened.increment();
        LOG.info("Hears the other nodes as {}", id);
        opened.run();
        next(false);
    }

    private void lose(PgConnection gone, String reason) {
        if (connection != gone) {
            return;
        }
        connection = null;
        isBusy = false;
        discard(gone);
        if (isStopping) {
            silent.tryComplete();
        } else {
            LOG.warn("Lost the connection on which other nodes are heard ({}); opening another", reason);
            openLater();
        }
    }

    private void openLater() {
        int most = Math.min(LONGEST_RECONNECT_MS, RECONNECT_MS << Math.min(attempts++, 10));
        vertx.setTimer(1 + ThreadLocalRandom.current().nextInt(most), tick -> {
            if (!isStopping) {
                open().onFailure(error -> LOG.debug("once more", error));
            }
        });
    }

    /** @param isPulse whether to say something even where there is nothing to say */
    private void next(boolean isPulse) {
        PgConnection open = connection;
        if (open == null || isBusy) {
            return;
        }
        Outgoing.Batch batch = saying == null ? outgoing.next(id) : saying;
        if (batch.lines() == 0 && !isPulse) {
            if (isStopping) {
                silent.tryComplete();
            }
            return;
        }
        isBusy = true;
        saying = batch;
        saidAt = System.nanoTime();
        open.preparedQuery(NOTIFY).execute(Tuple.of(channel, batch.text())).onComplete(said -> {
            if (connection != open) {
                // Said again on the next connection: to hear a thing twice does no harm.
                return;
            }
            isBusy = false;
            saying = null;
            if (said.succeeded()) {
                metrics.sent.increment(batch.lines());
            } else if (SqlErrors.translate(said.cause()) instanceof Failure.Unavailable) {
                saying = batch;
                lose(open, String.valueOf(said.cause().getMessage()));
            } else {
                metrics.dropped.increment(batch.lines());
                LOG.error("other nodes were not told {} events", batch.lines(), said.cause());
            }
            next(false);
        });
    }

    private void hear(String text) {
        int end = text.indexOf('\n');
        if (text.startsWith(id)) {
            unheard = 0;
            metrics.echo.record(System.nanoTime() - saidAt, TimeUnit.NANOSECONDS);
            return;
        }
        while (end >= 0) {
            int begin = end + 1;
            end = text.indexOf('\n', begin);
            metrics.received.increment();
            heard.accept(end < 0 ? text.substring(begin) : text.substring(begin, end));
        }
    }

    /** Listens for its own voice. One timer after the other: after a pause of the process what has arrived is heard in between. */
    private void pulse() {
        PgConnection open = connection;
        if (open != null && unheard++ >= MOST_UNHEARD) {
            lose(open, "nothing was heard on it");
        } else {
            next(true);
        }
        if (!isStopping) {
            vertx.setTimer(PULSE_MS, tick -> pulse());
        }
    }

    private static void discard(PgConnection connection) {
        connection.close().onFailure(error -> LOG.debug("it was closed already", error));
    }

    /** Says what there is still to say, but not for long. */
    @Override
    public Future<?> stop() {
        isStopping = true;
        vertx.setTimer(LAST_WORDS_MS, tick -> silent.tryComplete());
        if (connection == null) {
            silent.tryComplete();
        }
        next(false);
        return silent.future().compose(done -> {
            PgConnection open = connection;
            connection = null;
            return open == null ? Future.succeededFuture() : open.close();
        });
    }
}
