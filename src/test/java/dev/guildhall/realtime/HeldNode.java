package dev.guildhall.realtime;

import dev.guildhall.bus.BridgeOpened;
import dev.guildhall.bus.Topic;
import dev.guildhall.support.ListeningProxy;
import dev.guildhall.support.Server;
import dev.guildhall.support.TestDatabase;
import dev.guildhall.support.TestSockets;
import io.vertx.core.eventbus.DeliveryOptions;
import java.util.Map;

/**
 * A node whose safety net looks only when it is told to, so that what is heard on it was told by the bus, and whose statements can
 * be held back, so that something can happen in between.
 */
final class HeldNode implements AutoCloseable {
    /** What a person's hello is read by. */
    static final String HELLO = "unread_total";

    /** What a catching-up sends. */
    static final String MISSING = "order by m.seq limit";

    /** What the safety net has found, or another node told of. */
    static final String BY_IDS = "m.id = any";

    static final String LOOK = "pg_snapshot_xmax";

    /** What asks each second whether the database can be written to. */
    static final String MONITOR = "pg_is_in_recovery() or";

    private final ListeningProxy proxy;
    private final Server server;

    private HeldNode(ListeningProxy proxy) {
        this.proxy = proxy;
        // Reads take their five connections in turn, so that some can follow before one is held up behind the first.
        this.server = Server.on(
                proxy.address(), Map.of("SAFETY_NET_INTERVAL", "1m", "DATABASE_POOL_SIZE", "20", "MESSAGE_RATE", "0"));
    }

    static HeldNode on(TestDatabase database) {
        return new HeldNode(ListeningProxy.to(database.address()));
    }

    ListeningProxy proxy() {
        return proxy;
    }

    Server server() {
        return server;
    }

    TestSockets sockets() {
        return server.sockets();
    }

    /** Has the safety net look now, or once more where it is looking. */
    void look() {
        tell(BridgeOpened.TOPIC, new BridgeOpened());
    }

    /** Tells an event on this node alone. */
    <T> void tell(Topic<T> topic, T event) {
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
