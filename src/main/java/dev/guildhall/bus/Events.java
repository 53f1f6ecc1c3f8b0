package dev.guildhall.bus;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers events to the listeners of this node, and of other nodes if there is a bridge to them. It is the fast path and events may
 * be lost: whoever must not miss one reads the database.
 */
public final class Events {
    private static final DeliveryOptions LOCAL =
            new DeliveryOptions().setCodecName(ByReference.NAME).setLocalOnly(true);
    private static final Logger LOG = LoggerFactory.getLogger(Events.class);

    private final EventBus bus;
    private final @Nullable NodeBridge bridge;
    private final Map<String, Topic<?>> topics = new ConcurrentHashMap<>();

    /** @param bridge null if this node is alone */
    public Events(Vertx vertx, @Nullable NodeBridge bridge) {
        this.bus = vertx.eventBus();
        this.bridge = bridge;
        bus.registerCodec(new ByReference());
        if (bridge != null) {
            bridge.setListeners(this::receive, () -> publish(BridgeOpened.TOPIC, new BridgeOpened()));
        }
    }

    /**
     * Delivers to this node only.
     *
     * @param event immutable, since every listener gets the same object
     */
    public <T> void publish(Topic<T> topic, T event) {
        bus.publish(topic.address(), event, LOCAL);
    }

    /** Delivers to all other nodes. @param event a record of ids and numbers; what users wrote stays in the database */
    public <T> void publishToOtherNodes(Topic<T> topic, T event) {
        if (bridge != null) {
            bridge.send(topic.address() + " " + EventCodec.write(event));
        }
    }

    public <T> void publishEverywhere(Topic<T> topic, T event) {
        publish(topic, event);
        publishToOtherNodes(topic, event);
    }

    /** Listens on the context of the calling verticle. */
    public <T> void on(Topic<T> topic, Consumer<T> listener) {
        topics.put(topic.address(), topic);
        bus.<T>localConsumer(
                topic.address(), message -> listener.accept(topic.type().cast(message.body())));
    }

    private void receive(String line) {
        int space = line.indexOf(' ');
        Topic<?> topic = space < 0 ? null : topics.get(line.substring(0, space));
        if (topic != null) {
            receive(topic, line.substring(space + 1));
        }
    }

    private <T> void receive(Topic<T> topic, String text) {
        try {
            publish(topic, EventCodec.read(text, topic.type()));
        } catch (JsonProcessingException e) {
            LOG.debug("Cannot read an event {} of another node", topic.address(), e);
        }
    }

    /** Events never leave the process this way, so they are not encoded. */
    private static final class ByReference implements MessageCodec<Object, Object> {
        private static final String NAME = "by-reference";

        @Override
        public void encodeToWire(Buffer buffer, Object event) {
            throw new UnsupportedOperationException("Events stay on this node");
        }

        @Override
        public Object decodeFromWire(int position, Buffer buffer) {
            throw new UnsupportedOperationException("Events stay on this node");
        }

        @Override
        public Object transform(Object event) {
            return event;
        }

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public byte systemCodecID() {
            return -1;
        }
    }
}
