package dev.guildhall.bus;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;
import java.util.function.Consumer;

/**
 * Tells events to the listeners of this node. It is the fast path and promises nothing: whoever must not miss anything reads the
 * database.
 */
public final class Events {
    private static final DeliveryOptions LOCAL =
            new DeliveryOptions().setCodecName(ByReference.NAME).setLocalOnly(true);

    private final EventBus bus;

    public Events(Vertx vertx) {
        this.bus = vertx.eventBus();
        bus.registerCodec(new ByReference());
    }

    /** @param event immutable, since every listener is handed the same one */
    public <T> void publish(Topic<T> topic, T event) {
        bus.publish(topic.address(), event, LOCAL);
    }

    /** Listens on the context of the calling verticle. */
    public <T> void on(Topic<T> topic, Consumer<T> listener) {
        bus.<T>localConsumer(
                topic.address(), message -> listener.accept(topic.type().cast(message.body())));
    }

    /** Events never leave the process this way, so they are not written down. */
    private static final class ByReference implements MessageCodec<Object, Object> {
        private static final String NAME = "by-reference";

        @Override
        public void encodeToWire(Buffer buffer, Object event) {
            throw new UnsupportedOperationException("events stay on this node");
        }

        @Override
        public Object decodeFromWire(int position, Buffer buffer) {
            throw new UnsupportedOperationException("events stay on this node");
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
