package dev.guildhall.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Opens WebSockets on plain sockets, so that tests can break the protocol: {@code market.sockets().open(anna)}. */
public final class TestSockets {
    private static final int SMALL_BUFFER_BYTES = 4_096;

    private final int port;

    TestSockets(int port) {
        this.port = port;
    }

    /** For a server in another process. */
    public static TestSockets at(int port) {
        return new TestSockets(port);
    }

    /** A socket that has received its hello. */
    public TestSocket open(Person person) {
        TestSocket socket = connect(person);
        socket.await("hello");
        return socket;
    }

    /** A socket for each of them; all handshakes are sent before the first answer is read. */
    public List<TestSocket> openTogether(List<Person> people) {
        List<TestSocket> sockets = people.stream()
                .map(person -> {
                    TestSocket socket = connection();
                    sendHandshake(socket, pathOf(person), authorizationOf(person));
                    return socket;
                })
                .toList();
        for (TestSocket socket : sockets) {
            socket.readHead();
            requireOpen(socket);
            socket.await("hello");
        }
        return sockets;
    }

    /** A socket whose handshake succeeded and that has read no frame yet. */
    public TestSocket connect(Person person) {
        return connect(person, connection());
    }

    /** The same with a small receive buffer, for a client that does not read. */
    public TestSocket connectWithSmallBuffer(Person person) {
        return connect(person, new TestSocket(port, SMALL_BUFFER_BYTES));
    }

    private TestSocket connect(Person person, TestSocket socket) {
        handshake(socket, pathOf(person), authorizationOf(person));
        requireOpen(socket);
        return socket;
    }

    private static String pathOf(Person person) {
        return "/ws/" + person.id();
    }

    private static Map<String, String> authorizationOf(Person person) {
        return Map.of("Authorization", "Bearer " + person.token());
    }

    private static void requireOpen(TestSocket socket) {
        assertThat(socket.status()).as("%s", socket.refusal()).isEqualTo(101);
    }

    /** Authenticates with a ticket alone, as a browser does. */
    public TestSocket byTicket(Person person, String ticket) {
        return handshake("/ws/" + person.id() + "?ticket=" + ticket, Map.of("Origin", Server.ORIGIN));
    }

    /** Sends a handshake that may be refused; see {@link TestSocket#status}. */
    public TestSocket handshake(String path, Map<String, String> headers) {
        return handshake(connection(), path, headers);
    }

    private TestSocket handshake(TestSocket socket, String path, Map<String, String> headers) {
        sendHandshake(socket, path, headers);
        socket.readHead();
        return socket;
    }

    private void sendHandshake(TestSocket socket, String path, Map<String, String> headers) {
        List<String> lines = new ArrayList<>(List.of(
                "GET " + path + " HTTP/1.1",
                "Host: 127.0.0.1:" + port,
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"));
        headers.forEach((name, value) -> lines.add(name + ": " + value));
        socket.write((String.join("\r\n", lines) + "\r\n\r\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    /** A TCP connection on which nothing was sent. */
    public TestSocket connection() {
        return new TestSocket(port, 0);
    }

    /** The hello that a new socket of this person receives now. */
    public JsonNode readHello(Person person) {
        try (TestSocket socket = connect(person)) {
            return socket.await("hello");
        }
    }
}
