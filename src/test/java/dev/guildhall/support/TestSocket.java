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
 * One end of a WebSocket, written by hand. It reads only while a test awaits something, so one that never awaits is a peer that
 * never reads. Every frame that it hears is held against the contract. Of one thread.
 */
public final class TestSocket implements AutoCloseable {
    public static final int CONTINUATION = 0;
    public static final int TEXT = 1;
    public static final int BINARY = 2;
    public static final int CLOSE = 8;
    public static final int PING = 9;
    public static final int PONG = 10;

    /** What {@link #awaitEnd} says of a connection that ended without a close frame. */
    public static final int NO_CLOSE_FRAME = 1006;

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final int CONNECT_MS = 10_000;
    /** Of frames that nobody awaited, in the message of a failure; and of their content. */
    private static final int MAX_TOLD = 10;

    private static final int MAX_SHOWN = 30;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Socket socket = new Socket();
    private final DataInputStream in;
    private final Deque<JsonNode> unclaimed = new ArrayDeque<>();
    private final Deque<byte[]> pongs = new ArrayDeque<>();
    private String head = "";
    private String body = "";
    private @Nullable Integer closeCode;
    private boolean answersPings = true;
    private int pings;

    /** @param receiveBufferBytes what the system may keep for it unread, about; 0 for as it usually is */
    TestSocket(int port, int receiveBufferBytes) {
        try {
            if (receiveBufferBytes > 0) {
                socket.setReceiveBufferSize(receiveBufferBytes);
            }
            socket.connect(new InetSocketAddress("127.0.0.1", port), CONNECT_MS);
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
            throw new UncheckedIOException("no answer to a handshake after: " + text, e);
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

    /** The problem that a refused handshake was answered with. */
    public String refusal() {
        return body;
    }

    public JsonNode refusalJson() {
        return parse(body);
    }

    /** Says something that the contract allows, as the text of one frame. */
    @CanIgnoreReturnValue
    public TestSocket say(Map<String, ?> frame) {
        List<String> violations = SocketContract.THE_ONE.violationsFromClient(JSON.valueToTree(frame));
        if (!violations.isEmpty()) {
            throw new AssertionError(violations.toString());
        }
        return sayAnything(frame);
    }

    @CanIgnoreReturnValue
    public TestSocket sayAnything(Map<String, ?> frame) {
        try {
            return frame(TEXT, JSON.writeValueAsBytes(frame));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @CanIgnoreReturnValue
    public TestSocket sendTo(Person receiver, String content) {
        return say(Map.of("type", "message.send", "receiver_id", receiver.id(), "content", content));
    }

    @CanIgnoreReturnValue
    public TestSocket frame(int opcode, byte[] payload) {
        return write(MaskedFrame.encoded(0x80 | opcode, payload));
    }

    /** A frame that another one continues. */
    @CanIgnoreReturnValue
    public TestSocket part(int opcode, byte[] payload) {
        return write(MaskedFrame.encoded(opcode, payload));
    }

    /** Any bytes at all. */
    @CanIgnoreReturnValue
    public TestSocket write(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same, to a peer that may have had enough. */
    @CanIgnoreReturnValue
    public TestSocket writeIfOpen(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            // Told by what is read.
        }
        return this;
    }

    /** The next frame of this type; others wait for whoever awaits them. */
    public JsonNode await(String type) {
        return await(type, TIMEOUT);
    }

    public JsonNode await(String type, Duration patience) {
        return await(type, frame -> true, patience);
    }

    public JsonNode await(String type, Predicate<JsonNode> condition) {
        return await(type, condition, TIMEOUT);
    }

    public JsonNode await(String type, Predicate<JsonNode> condition, Duration patience) {
        JsonNode found = await(isA(type).and(condition), patience);
        if (found == null) {
            throw new AssertionError("expected " + type + instead(patience));
        }
        return found;
    }

    public static Predicate<JsonNode> isA(String type) {
        return frame -> frame.path("type").asText().equals(type);
    }

    /** What came in place of what was expected. */
    private String instead(Duration patience) {
        int left = Math.max(0, unclaimed.size() - MAX_TOLD);
        List<String> told =
                unclaimed.stream().skip(left).map(TestSocket::inShort).toList();
        return " but "
                + (closeCode == null
                        ? "nothing of the kind came within " + patience.toMillis() + " ms"
                        : "the socket has ended by " + closeCode)
                + (told.isEmpty()
                        ? "; nothing else was heard"
                        : "; heard instead: " + (left > 0 ? left + " frames, " : "") + String.join(", ", told));
    }

    /** A frame in a few words, for lists that a test compares or shows: {@code message.new 3 'Hello'}. */
    public static String inShort(JsonNode frame) {
        String type = frame.path("type").asText();
        JsonNode message = frame.path("message");
        String content = message.path("content").asText();
        return switch (type) {
            case "message.new", "message.ack" ->
                type + " " + message.path("seq").asText() + " '"
                        + content.substring(0, Math.min(MAX_SHOWN, content.length())) + "'";
            case "message.read" -> type + " up to " + frame.path("up_to_seq").asText();
            case "order.updated" -> type + " " + frame.path("action").asText();
            case "error" ->
                type + " " + frame.path("status").asText() + " "
                        + frame.path("code").asText();
            default -> type;
        };
    }

    /** Null if nothing of the kind comes in time, or the connection ends. */
    public @Nullable JsonNode await(Predicate<JsonNode> condition, Duration patience) {
        for (Iterator<JsonNode> frames = unclaimed.iterator(); frames.hasNext(); ) {
            JsonNode frame = frames.next();
            if (condition.test(frame)) {
                frames.remove();
                return frame;
            }
        }
        long deadline = System.nanoTime() + patience.toNanos();
        while (read(deadline)) {
            JsonNode last = unclaimed.peekLast();
            if (last != null && condition.test(last)) {
                return unclaimed.removeLast();
            }
        }
        return null;
    }

    /** Every frame that came so far, up to an answer that was asked for last. */
    public List<JsonNode> everything() {
        frameIfOpen(Map.of("type", "typing", "user_id", "no id, so this is refused", "client_msg_id", ECHO));
        await("error", error -> error.path("client_msg_id").asText().equals(ECHO));
        return drained();
    }

    /** The same, each frame {@link #inShort}. */
    public List<String> everythingInShort() {
        return everything().stream().map(TestSocket::inShort).toList();
    }

    /** Every frame until the socket ends, in short, and at last {@code closed} and the code. */
    public List<String> everythingToTheEnd() {
        int code = awaitEnd();
        return Stream.concat(drained().stream().map(TestSocket::inShort), Stream.of("closed " + code))
                .toList();
    }

    private List<JsonNode> drained() {
        List<JsonNode> all = List.copyOf(unclaimed);
        unclaimed.clear();
        return all;
    }

    private void frameIfOpen(Map<String, ?> frame) {
        try {
            writeIfOpen(MaskedFrame.encoded(0x80 | TEXT, JSON.writeValueAsBytes(frame)));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static final String ECHO = "00000000-0000-4000-8000-00000000ec40";

    public byte[] awaitPong() {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (pongs.isEmpty() && read(deadline)) {
            // Until one came.
        }
        byte[] pong = pongs.poll();
        if (pong == null) {
            throw new AssertionError("expected a pong" + instead(TIMEOUT));
        }
        return pong;
    }

    /** As a peer whose network is gone, as far as the server can tell. */
    public TestSocket neverAnsweringPings() {
        answersPings = false;
        return this;
    }

    /** How many the server has sent. */
    public int pings() {
        return pings;
    }

    /** Reads to the end; the code of the close frame. */
    public int awaitEnd() {
        return awaitEnd(TIMEOUT);
    }

    public int awaitEnd(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (read(deadline)) {
            // Until the end.
        }
        if (closeCode == null) {
            throw new AssertionError("expected the end of the socket" + instead(patience));
        }
        return closeCode;
    }

    /** Whether something was read before the deadline. */
    private boolean read(long deadline) {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0 || closeCode != null) {
            return false;
        }
        try {
            socket.setSoTimeout((int) left);
            take();
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

    private void take() throws IOException {
        int opcode = in.readUnsignedByte() & 0x0f;
        long length = in.readUnsignedByte();
        length = length == 126 ? in.readUnsignedShort() : length == 127 ? in.readLong() : length;
        byte[] payload = new byte[(int) length];
        in.readFully(payload);
        switch (opcode) {
            case TEXT -> hear(parse(new String(payload, UTF_8)));
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

    private void hear(JsonNode frame) {
        List<String> violations = SocketContract.THE_ONE.violationsFromServer(frame);
        if (!violations.isEmpty()) {
            throw new AssertionError("not as docs/asyncapi.yaml has it: " + violations);
        }
        unclaimed.add(frame);
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + text, e);
        }
    }

    /** Goes as an application does that was killed: no close frame, and what was under way is lost. */
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
