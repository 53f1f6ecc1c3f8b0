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
import java.util.function.Predicate;
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
    private final Map<String, Subscription<?>> subscriptions = new ConcurrentHashMap<>();

    /** @param bridge null with {@code CLUSTER=off} */
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
     * @param event immutable, since the publisher and the listener use the same object
     */
    public <T> void publish(Topic<T> topic, T event) {
        Subscription<?> subscription = subscriptions.get(topic.address());
        // To hand an event to another event loop costs more than to look whom it concerns.
        if (subscription != null && subscription.isFor(event)) {
            bus.publish(topic.address(), event, LOCAL);
        }
    }

    /** Delivers to all other nodes. @param event a record of ids and numbers; what users wrote stays in the database */
    public <T> void publishToOtherNodes(Topic<T> topic, T event) {
        if (bridge != null && !bridge.isAlone()) {
            bridge.send(topic.address() + " " + EventCodec.write(event));
        }
    }

    public <T> void publishEverywhere(Topic<T> topic, T event) {
        publish(topic, event);
        publishToOtherNodes(topic, event);
    }

    /** Listens to all events of a topic, which has one listener, on the context of the calling verticle. */
    public <T> void on(Topic<T> topic, Consumer<T> listener) {
        on(topic, event -> true, listener);
    }

    /** The same for those events for which the filter is true when they are published; any thread may call it. */
    public <T> void on(Topic<T> topic, Predicate<T> filter, Consumer<T> listener) {
        subscriptions.put(topic.address(), new Subscription<>(topic, filter));
        bus.<T>localConsumer(
                topic.address(), message -> listener.accept(topic.type().cast(message.body())));
    }

    private void receive(String line) {
        int space = line.indexOf(' ');
        Subscription<?> subscription = space < 0 ? null : subscriptions.get(line.substring(0, space));
        if (subscription != null) {
            receive(subscription.topic, line.substring(space + 1));
        }
    }

    private <T> void receive(Topic<T> topic, String text) {
        try {
            publish(topic, EventCodec.read(text, topic.type()));
        } catch (JsonProcessingException e) {
            LOG.debug("Cannot read an event {} of another node", topic.address(), e);
        }
    }

    private record Subscription<T>(Topic<T> topic, Predicate<T> filter) {
        boolean isFor(Object event) {
            return filter.test(topic.type().cast(event));
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
