package dev.guildhall.realtime;

import dev.guildhall.bus.BridgeOpened;
import dev.guildhall.bus.Topic;
import dev.guildhall.support.RecordingProxy;
import dev.guildhall.support.Server;
import dev.guildhall.support.TestDatabase;
import dev.guildhall.support.TestSockets;
import io.vertx.core.eventbus.DeliveryOptions;
import java.util.Map;

/**
 * A node whose safety net checks only on request, so that everything else on it was delivered by the bus, and whose statements can
 * be held, so that something can happen in between.
 */
final class HeldNode implements AutoCloseable {
    /** In the statement that reads a hello. */
    static final String HELLO = "unread_total";

    /** In the statement that reads the messages for a sync or a repair. */
    static final String MISSING = "order by m.seq limit";

    /** In the statement that reads messages found by the safety net or saved on another node. */
    static final String BY_IDS = "m.id = any";

    /** In the statement by which the safety net checks. */
    static final String CHECK = "pg_snapshot_xmax";

    /** In the statement that checks each second whether the database can be written to. */
    static final String MONITOR = "pg_is_in_recovery() or";

    private final RecordingProxy proxy;
    private final Server server;

    private HeldNode(RecordingProxy proxy) {
        this.proxy = proxy;
        // With two connections for the reads of each event loop, so that none has to wait behind the held one.
        this.server = Server.on(
                proxy.address(), Map.of("SAFETY_NET_INTERVAL", "1m", "DATABASE_POOL_SIZE", "16", "MESSAGE_RATE", "0"));
    }

    static HeldNode on(TestDatabase database) {
        return new HeldNode(RecordingProxy.to(database.address()));
    }

    RecordingProxy proxy() {
        return proxy;
    }

    Server server() {
        return server;
    }

    TestSockets sockets() {
        return server.sockets();
    }

    /** Makes the safety net check now, or again if it is checking. */
    void check() {
        publish(BridgeOpened.TOPIC, new BridgeOpened());
    }

    /** Publishes an event on this node only. */
    <T> void publish(Topic<T> topic, T event) {
        server.vertx()
                .eventBus()
                .publish(
                        topic.address(),
                        event,
                        new DeliveryOptions().setCodecName("by-reference").setLocalOnly(true));
    }

    @Override
    public void close() {
        server.close();
        proxy.close();
    }
}
