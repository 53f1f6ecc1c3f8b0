package dev.guildhall.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Opens WebSockets by hand, over a plain socket, so that they can misbehave: {@code market.sockets().open(anna)}. */
public final class TestSockets {
    private static final int LITTLE_BYTES = 4_096;

    private final int port;

    TestSockets(int port) {
        this.port = port;
    }

    /** To a server in another process. */
    public static TestSockets at(int port) {
        return new TestSockets(port);
    }

    /** A device that has been greeted. */
    public TestSocket open(Person person) {
        TestSocket device = connect(person);
        device.await("hello");
        return device;
    }

    /** A device that was let in and has read nothing yet. */
    public TestSocket connect(Person person) {
        return connect(person, connection());
    }

    /** A device that was let in and will read nothing, and whose system keeps little for it meanwhile. */
    public TestSocket deaf(Person person) {
        return connect(person, new TestSocket(port, LITTLE_BYTES));
    }

    private TestSocket connect(Person person, TestSocket device) {
        handshake(device, "/ws/" + person.id(), Map.of("Authorization", "Bearer " + person.token()));
        assertThat(device.status()).as("%s", device.refusal()).isEqualTo(101);
        return device;
    }

    /** As a browser does it, with nothing but a ticket. */
    public TestSocket byTicket(Person person, String ticket) {
        return handshake("/ws/" + person.id() + "?ticket=" + ticket, Map.of("Origin", Server.ORIGIN));
    }

    /** Whatever comes of it: {@link TestSocket#status} says. */
    public TestSocket handshake(String path, Map<String, String> headers) {
        return handshake(connection(), path, headers);
    }

    private TestSocket handshake(TestSocket device, String path, Map<String, String> headers) {
        List<String> lines = new ArrayList<>(List.of(
                "GET " + path + " HTTP/1.1",
                "Host: 127.0.0.1:" + port,
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"));
        headers.forEach((name, value) -> lines.add(name + ": " + value));
        device.write((String.join("\r\n", lines) + "\r\n\r\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
        device.readHead();
        return device;
    }

    /** A connection on which nothing was said. */
    public TestSocket connection() {
        return new TestSocket(port, 0);
    }

    /** The hello that a new device of this person gets now. */
    public JsonNode helloTo(Person person) {
        try (TestSocket device = connect(person)) {
            return device.await("hello");
        }
    }
}
