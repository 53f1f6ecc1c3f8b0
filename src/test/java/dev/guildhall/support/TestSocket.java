package dev.guildhall.support;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket client on a plain socket. It reads only while a test awaits something, so one that never awaits is a client that
 * never reads. Every frame that it receives is checked against the contract. For use by one thread.
 */
public final class TestSocket implements AutoCloseable {
    public static final int CONTINUATION = 0;
    public static final int TEXT = 1;
    public static final int BINARY = 2;
    public static final int CLOSE = 8;
    public static final int PING = 9;
    public static final int PONG = 10;

    /** What {@link #awaitEnd} returns for a connection that ended without a close frame. */
    public static final int NO_CLOSE_FRAME = 1006;

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final int CONNECT_TIMEOUT_MS = 10_000;
    /** Bounds of the message of a failure: frames that the test did not await, and characters of their content. */
    private static final int MAX_SHOWN_FRAMES = 10;

    private static final int MAX_SHOWN_CHARACTERS = 30;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Socket socket = new Socket();
    private final DataInputStream in;
    private final Deque<JsonNode> unread = new ArrayDeque<>();
    private final Deque<byte[]> pongs = new ArrayDeque<>();
    private String head = "";
    private String body = "";
    private @Nullable Integer closeCode;
    private boolean answersPings = true;
    private int pings;

    /** @param receiveBufferBytes about how much the kernel buffers unread; 0 for its default */
    TestSocket(int port, int receiveBufferBytes) {
        try {
            if (receiveBufferBytes > 0) {
                socket.setReceiveBufferSize(receiveBufferBytes);
            }
            socket.connect(new InetSocketAddress("127.0.0.1", port), CONNECT_TIMEOUT_MS);
            socket.setTcpNoDelay(true);
            in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void readHead() {
        StringBuilder text = new StringBuilder();
        try {
            socket.setSoTimeout((int) TIMEOUT.toMillis());
            while (text.indexOf("\r\n\r\n") < 0) {
                text.append((char) in.readUnsignedByte());
            }
            head = text.toString();
            String length = header("content-length");
            if (length != null) {
                body = new String(in.readNBytes(Integer.parseInt(length)), UTF_8);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("no answer to the handshake after: " + text, e);
        }
    }

    public int status() {
        return Integer.parseInt(head.substring(9, 12));
    }

    public @Nullable String header(String name) {
        return head.lines()
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).trim())
                .findFirst()
                .orElse(null);
    }

    /** The body of the response to a refused handshake: a problem. */
    public String refusal() {
        return body;
    }

    public JsonNode refusalJson() {
        return parse(body);
    }

    /** Sends a text frame that the contract allows. */
    @CanIgnoreReturnValue
    public TestSocket send(Map<String, ?> frame) {
        List<String> violations = SocketContract.INSTANCE.violationsFromClient(JSON.valueToTree(frame));
        if (!violations.isEmpty()) {
            throw new AssertionError(violations.toString());
        }
        return sendUnchecked(frame);
    }

    @CanIgnoreReturnValue
    public TestSocket sendUnchecked(Map<String, ?> frame) {
        try {
            return sendFrame(TEXT, JSON.writeValueAsBytes(frame));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @CanIgnoreReturnValue
    public TestSocket sendMessage(Person receiver, String content) {
        return send(Map.of("type", "message.send", "receiver_id", receiver.id(), "content", content));
    }

    @CanIgnoreReturnValue
    public TestSocket sendFrame(int opcode, byte[] payload) {
        return write(MaskedFrame.encoded(0x80 | opcode, payload));
    }

    /** Sends a fragment that another frame continues. */
    @CanIgnoreReturnValue
    public TestSocket sendFragment(int opcode, byte[] payload) {
        return write(MaskedFrame.encoded(opcode, payload));
    }

    /** Sends any bytes. */
    @CanIgnoreReturnValue
    public TestSocket write(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends bytes to a server that may have closed the connection. */
    @CanIgnoreReturnValue
    public TestSocket writeIfOpen(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            // The next read reports the end of the connection.
        }
        return this;
    }

    /** Waits for the next frame of this type; other frames are kept for later calls. */
    public JsonNode await(String type) {
        return await(type, TIMEOUT);
    }

    public JsonNode await(String type, Duration timeout) {
        return await(type, frame -> true, timeout);
    }

    public JsonNode await(String type, Predicate<JsonNode> condition) {
        return await(type, condition, TIMEOUT);
    }

    public JsonNode await(String type, Predicate<JsonNode> condition, Duration timeout) {
        JsonNode found = await(isA(type).and(condition), timeout);
        if (found == null) {
            throw new AssertionError("expected " + type + receivedInstead(timeout));
        }
        return found;
    }

    public static Predicate<JsonNode> isA(String type) {
        return frame -> frame.path("type").asText().equals(type);
    }

    /** What was received instead of the expected frame. */
    private String receivedInstead(Duration timeout) {
        int skipped = Math.max(0, unread.size() - MAX_SHOWN_FRAMES);
        List<String> shown =
                unread.stream().skip(skipped).map(TestSocket::inShort).toList();
        return " but "
                + (closeCode == null
                        ? "no such frame was received within " + timeout.toMillis() + " ms"
                        : "the socket has ended by " + closeCode)
                + (shown.isEmpty()
                        ? "; no other frame was received"
                        : "; received instead: " + (skipped > 0 ? skipped + " frames, " : "")
                                + String.join(", ", shown));
    }

    /** A short description of a frame, for lists that a test compares: {@code message.new 3 'Hello'}. */
    public static String inShort(JsonNode frame) {
        String type = frame.path("type").asText();
        JsonNode message = frame.path("message");
        String content = message.path("content").asText();
        return switch (type) {
            case "message.new", "message.ack" ->
                type + " " + message.path("seq").asText() + " '"
                        + content.substring(0, Math.min(MAX_SHOWN_CHARACTERS, content.length())) + "'";
            case "message.read" -> type + " up to " + frame.path("up_to_seq").asText();
            case "order.updated" -> type + " " + frame.path("action").asText();
            case "error" ->
                type + " " + frame.path("status").asText() + " "
                        + frame.path("code").asText();
            default -> type;
        };
    }

    /** Null if no such frame is received in time, or the connection ends. */
    public @Nullable JsonNode await(Predicate<JsonNode> condition, Duration timeout) {
        for (Iterator<JsonNode> frames = unread.iterator(); frames.hasNext(); ) {
            JsonNode frame = frames.next();
            if (condition.test(frame)) {
                frames.remove();
                return frame;
            }
        }
        long deadline = System.nanoTime() + timeout.toNanos();
        while (read(deadline)) {
            JsonNode last = unread.peekLast();
            if (last != null && condition.test(last)) {
                return unread.removeLast();
            }
        }
        return null;
    }

    /** Every frame so far: sends an invalid frame, waits for the error, and returns all frames that were received before it. */
    public List<JsonNode> receivedSoFar() {
        sendIfOpen(Map.of("type", "typing", "user_id", "not an id, so this is refused", "client_msg_id", ECHO_ID));
        await("error", error -> error.path("client_msg_id").asText().equals(ECHO_ID));
        return removeAll();
    }

    public List<String> receivedSoFarInShort() {
        return receivedSoFar().stream().map(TestSocket::inShort).toList();
    }

    /** Every frame until the socket is closed, each {@link #inShort}, and then {@code closed} with the code. */
    public List<String> receivedUntilClosedInShort() {
        int code = awaitEnd();
        return Stream.concat(removeAll().stream().map(TestSocket::inShort), Stream.of("closed " + code))
                .toList();
    }

    private List<JsonNode> removeAll() {
        List<JsonNode> all = List.copyOf(unread);
        unread.clear();
        return all;
    }

    private void sendIfOpen(Map<String, ?> frame) {
        try {
            writeIfOpen(MaskedFrame.encoded(0x80 | TEXT, JSON.writeValueAsBytes(frame)));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static final String ECHO_ID = "00000000-0000-4000-8000-00000000ec40";

    public byte[] awaitPong() {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (pongs.isEmpty() && read(deadline)) {
            // A pong may come after other frames.
        }
        byte[] pong = pongs.poll();
        if (pong == null) {
            throw new AssertionError("expected a pong" + receivedInstead(TIMEOUT));
        }
        return pong;
    }

    /** Stops answering pings, as a client does that has lost its network. */
    public TestSocket ignoringPings() {
        answersPings = false;
        return this;
    }

    /** How many pings the server has sent. */
    public int pings() {
        return pings;
    }

    /** Reads until the connection ends, and returns the code of the close frame. */
    public int awaitEnd() {
        return awaitEnd(TIMEOUT);
    }

    public int awaitEnd(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (read(deadline)) {
            // Every frame is kept.
        }
        if (closeCode == null) {
            throw new AssertionError("expected the end of the socket" + receivedInstead(timeout));
        }
        return closeCode;
    }

    /** Reads one frame; returns whether there was one before the deadline and the connection is still open. */
    private boolean read(long deadline) {
        long remainingMs = (deadline - System.nanoTime()) / 1_000_000;
        if (remainingMs <= 0 || closeCode != null) {
            return false;
        }
        try {
            socket.setSoTimeout((int) remainingMs);
            readFrame();
            return closeCode == null;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (EOFException | SocketException e) {
            closeCode = NO_CLOSE_FRAME;
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void readFrame() throws IOException {
        int opcode = in.readUnsignedByte() & 0x0f;
        long length = in.readUnsignedByte();
        length = length == 126 ? in.readUnsignedShort() : length == 127 ? in.readLong() : length;
        byte[] payload = new byte[(int) length];
        in.readFully(payload);
        switch (opcode) {
            case TEXT -> receive(parse(new String(payload, UTF_8)));
            case PING -> {
                pings++;
                if (answersPings) {
                    writeIfOpen(MaskedFrame.encoded(0x80 | PONG, payload));
                }
            }
            case PONG -> pongs.add(payload);
            case CLOSE -> {
                closeCode = payload.length < 2 ? 1005 : (payload[0] & 0xff) << 8 | (payload[1] & 0xff);
                writeIfOpen(MaskedFrame.encoded(0x80 | CLOSE, payload));
            }
            default ->
                throw new AssertionError("a frame of opcode " + opcode + " in " + new String(payload, ISO_8859_1));
        }
    }

    private void receive(JsonNode frame) {
        List<String> violations = SocketContract.INSTANCE.violationsFromServer(frame);
        if (!violations.isEmpty()) {
            throw new AssertionError("does not match docs/asyncapi.yaml: " + violations);
        }
        unread.add(frame);
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }

    /** Resets the connection without a close frame, as when an application is killed; data not yet sent are lost. */
    public void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
