package dev.guildhall.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Opens WebSockets by hand, over a plain socket, so that they can misbehave: {@code market.sockets().open(anna)}. */
public final class Sockets {
    private static final int LITTLE_BYTES = 4_096;

    private final int port;

    Sockets(int port) {
        this.port = port;
    }

    /** To a server in another process. */
    public static Sockets at(int port) {
        return new Sockets(port);
    }

    /** A device that has been greeted. */
    public Device open(Person person) {
        Device device = connect(person);
        device.await("hello");
        return device;
    }

    /** A device that was let in and has read nothing yet. */
    public Device connect(Person person) {
        return connect(person, connection());
    }

    /** A device that was let in and will read nothing, and whose system keeps little for it meanwhile. */
    public Device deaf(Person person) {
        return connect(person, new Device(port, LITTLE_BYTES));
    }

    private Device connect(Person person, Device device) {
        handshake(device, "/ws/" + person.id(), Map.of("Authorization", "Bearer " + person.token()));
        assertThat(device.status()).as("%s", device.refusal()).isEqualTo(101);
        return device;
    }

    /** As a browser does it, with nothing but a ticket. */
    public Device byTicket(Person person, String ticket) {
        return handshake("/ws/" + person.id() + "?ticket=" + ticket, Map.of("Origin", Server.ORIGIN));
    }

    /** Whatever comes of it: {@link Device#status} says. */
    public Device handshake(String path, Map<String, String> headers) {
        return handshake(connection(), path, headers);
    }

    private Device handshake(Device device, String path, Map<String, String> headers) {
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
    public Device connection() {
        return new Device(port, 0);
    }

    /** The hello that a new device of this person gets now. */
    public JsonNode helloTo(Person person) {
        try (Device device = connect(person)) {
            return device.await("hello");
        }
    }
}
