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
 * Carries lines of text to all nodes on the same database, by LISTEN and NOTIFY on one connection of its own. While it is idle it sends
 * a line at once; while a NOTIFY is running, and shortly after it, it collects lines for the next one. Lines may be lost: a node does
 * not get those that are sent while it is not connected, and lines beyond the limit are dropped. Another broker could replace this class.
 */
public final class NodeBridge extends VerticleBase {
    private static final String PURPOSE = "bridge";

    private static final String NOTIFY = "select pg_notify($1, $2)";
    /** The safety net finds lost messages in the tables, and other lines may be lost, so no NOTIFY has to wait for the disk. */
    private static final Map<String, String> SETTINGS = Map.of("synchronous_commit", "off");

    private static final long HEARTBEAT_MS = 2_000;
    /**
     * The least time from one NOTIFY to the next, unless the next one is full: so the lines of a busy node share a transaction, and wake
     * the others once.
     */
    private static final long MIN_INTERVAL_MS = 10;

    /** A connection is dead after this many heartbeats that it did not bring back; Vert.x does not notice it. */
    private static final int MAX_MISSED_ECHOES = 2;
    /** After this many heartbeats of its own, without one of another node since the start, it takes itself to be the only one. */
    private static final int MAX_HEARTBEATS_BEFORE_OTHERS = 3;
    /**
     * If there was another node, it takes itself to be the only one after this many heartbeats without one of others. Until then the
     * other node may only have been paused, and its clients may still be connected: they end after 75 s.
     */
    private static final int MAX_SILENT_HEARTBEATS = 40;

    private static final int RECONNECT_MS = 50;
    private static final int MAX_RECONNECT_MS = 1_000;
    private static final long MAX_DRAIN_MS = 500;

    private static final Logger LOG = LoggerFactory.getLogger(NodeBridge.class);

    private final String id = UUID.randomUUID().toString();
    private final Database database;
    private final String channel;
    private final NotifyQueue queue = new NotifyQueue();
    private final BridgeMetrics metrics;
    private final AtomicBoolean isScheduled = new AtomicBoolean();
    private final Promise<Void> drained = Promise.promise();
    private volatile @Nullable Context bridge;
    private volatile @Nullable PgConnection connection;
    private volatile boolean isAlone;
    private Consumer<String> onLine = line -> {};
    private Runnable onOpened = () -> {};
    private NotifyQueue.@Nullable Batch sending;
    private boolean isSending;
    private boolean isStopping;
    private long sentAt;
    private int missedEchoes;
    private int silentHeartbeats;
    private int maxSilentHeartbeats = MAX_HEARTBEATS_BEFORE_OTHERS;
    private boolean isAnnounced;
    private int attempts;

    public NodeBridge(Database database, MeterRegistry registry) {
        this.database = database;
        // Channels belong to a database, and another installation may be in another schema of it.
        this.channel = database.schema().equals(Schema.PUBLIC) ? "guildhall" : "guildhall_" + database.schema();
        this.metrics = new BridgeMetrics(registry, queue, () -> connection != null, () -> isAlone);
    }

    /** To be called before the verticle is deployed. */
    void setListeners(Consumer<String> onLine, Runnable onOpened) {
        this.onLine = onLine;
        this.onOpened = onOpened;
    }

    /** Completes after the first attempt to connect, even if it failed: a node can serve without the bridge. */
    @Override
    public Future<?> start() {
        bridge = context;
        vertx.setTimer(HEARTBEAT_MS, tick -> heartbeat());
        return open().otherwiseEmpty();
    }

    /** Whether no other node was heard for so long that nobody would receive a line. */
    boolean isAlone() {
        return isAlone;
    }

    /** Sends a line of ASCII to all other nodes, from any thread. */
    void send(String line) {
        Context own = bridge;
        if (own == null || !queue.add(line)) {
            metrics.dropped.increment();
        } else if (isScheduled.compareAndSet(false, true)) {
            own.runOnContext(now -> {
                isScheduled.set(false);
                next(false);
            });
        }
    }

    private Future<Void> open() {
        return database.connect(PURPOSE, SETTINGS)
                .compose(fresh -> {
                    fresh.notificationHandler(notification -> receive(notification.getPayload()));
                    return fresh.query("listen " + channel)
                            .execute()
                            .timeout(HEARTBEAT_MS, TimeUnit.MILLISECONDS)
                            .onFailure(error -> discard(fresh))
                            .map(fresh);
                })
                .onSuccess(this::use)
                .onFailure(error -> {
                    if (attempts == 0 && !isStopping) {
                        LOG.warn("Cannot open the bridge to other nodes yet, trying again: {}", error.toString());
                    }
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
        missedEchoes = 0;
        silentHeartbeats = 0;
        isAnnounced = false;
        fresh.closeHandler(gone -> lose(fresh, "it was closed"));
        metrics.opened.increment();
        LOG.info("Opened the bridge to other nodes as {}", id);
        // A node that believes that it is alone begins to send when it receives this.
        next(true);
    }

    private void lose(PgConnection gone, String reason) {
        if (connection != gone) {
            return;
        }
        isAlone = false;
        connection = null;
        isSending = false;
        discard(gone);
        if (isStopping) {
            drained.tryComplete();
        } else {
            LOG.warn("Lost the bridge to other nodes ({}), opening another", reason);
            openLater();
        }
    }

    private void openLater() {
        int maxMs = Math.min(MAX_RECONNECT_MS, RECONNECT_MS << Math.min(attempts++, 10));
        vertx.setTimer(1 + ThreadLocalRandom.current().nextInt(maxMs), tick -> {
            if (!isStopping) {
                open().onFailure(error -> LOG.debug("Reconnecting to the other nodes failed, trying again", error));
            }
        });
    }

    /** @param isHeartbeat whether to send a notification even if no lines are waiting */
    private void next(boolean isHeartbeat) {
        PgConnection open = connection;
        if (open == null || isSending) {
            return;
        }
        NotifyQueue.Batch batch = sending == null ? queue.next(id) : sending;
        if (batch.lines() == 0 && !isHeartbeat) {
            if (isStopping) {
                drained.tryComplete();
            }
            return;
        }
        isSending = true;
        sending = batch;
        sentAt = System.nanoTime();
        open.preparedQuery(NOTIFY).execute(Tuple.of(channel, batch.text())).onComplete(sent -> {
            if (connection != open) {
                // Sent again on the next connection: receiving a line twice does no harm.
                return;
            }
            sending = null;
            if (sent.succeeded()) {
                metrics.sent.increment(batch.lines());
            } else if (SqlErrors.translate(sent.cause()) instanceof Failure.Unavailable) {
                sending = batch;
                lose(open, String.valueOf(sent.cause().getMessage()));
            } else {
                metrics.dropped.increment(batch.lines());
                LOG.error("Cannot send {} events to the other nodes", batch.lines(), sent.cause());
            }
            if (sent.succeeded() && batch.isFull()) {
                nextOn(open);
            } else {
                vertx.setTimer(MIN_INTERVAL_MS, tick -> nextOn(open));
            }
        });
    }

    private void nextOn(PgConnection open) {
        if (connection == open) {
            isSending = false;
            next(false);
        }
    }

    private void receive(String text) {
        int end = text.indexOf('\n');
        if (text.startsWith(id)) {
            missedEchoes = 0;
            if (!isAnnounced) {
                isAnnounced = true;
                onOpened.run();
            }
            metrics.echo.record(System.nanoTime() - sentAt, TimeUnit.NANOSECONDS);
            return;
        }
        silentHeartbeats = 0;
        maxSilentHeartbeats = MAX_SILENT_HEARTBEATS;
        if (isAlone) {
            isAlone = false;
            LOG.info("Another node is there, so events are sent again");
        }
        while (end >= 0) {
            int begin = end + 1;
            end = text.indexOf('\n', begin);
            metrics.received.increment();
            onLine.accept(end < 0 ? text.substring(begin) : text.substring(begin, end));
        }
    }

    /**
     * Sends a notification, replaces the connection if too many did not come back, and counts whether other nodes sent theirs. One
     * timer after the other: after a pause of the process, what has arrived is received in between.
     */
    private void heartbeat() {
        PgConnection open = connection;
        if (open != null && missedEchoes++ >= MAX_MISSED_ECHOES) {
            lose(open, "nothing was received on it");
        } else {
            if (open != null && !isAlone && ++silentHeartbeats > maxSilentHeartbeats) {
                isAlone = true;
                LOG.info("No other node is there, so events are not sent until there is one");
            }
            next(true);
        }
        if (!isStopping) {
            vertx.setTimer(HEARTBEAT_MS, tick -> heartbeat());
        }
    }

    private static void discard(PgConnection connection) {
        connection.close().onFailure(error -> LOG.debug("The connection to the other nodes was closed already", error));
    }

    /** Sends the lines that are still waiting, but not for long. */
    @Override
    public Future<?> stop() {
        isStopping = true;
        vertx.setTimer(MAX_DRAIN_MS, tick -> drained.tryComplete());
        if (connection == null) {
            drained.tryComplete();
        }
        next(false);
        return drained.future().compose(done -> {
            PgConnection open = connection;
            connection = null;
            return open == null ? Future.succeededFuture() : open.close();
        });
    }
}
