package dev.guildhall.support;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Sends HTTP/1.1 over a plain socket, for requests that HTTP clients refuse to send. */
public final class RawSocket implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Socket socket;
    private final InputStream in;

    private RawSocket(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    public static RawSocket to(Server server) {
        return to(server.port());
    }

    public static RawSocket to(int port) {
        try {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout((int) TIMEOUT.toMillis());
            return new RawSocket(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends the head of a request. Its lines are separated by {@code \n}; the empty line at the end is added. */
    public RawSocket head(String head) {
        return send((head.strip().replace("\n", "\r\n") + "\r\n\r\n").getBytes(ISO_8859_1));
    }

    public RawSocket send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads the next response. */
    public Answer answer() {
        try {
            String start = line();
            Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            for (String line = line(); !line.isEmpty(); line = line()) {
                int colon = line.indexOf(':');
                headers.computeIfAbsent(line.substring(0, colon), name -> new ArrayList<>())
                        .add(line.substring(colon + 1).strip());
            }
            HttpHeaders read = HttpHeaders.of(headers, (name, value) -> true);
            int length = (int) read.firstValueAsLong("Content-Length").orElse(0);
            return new Answer("raw request", Integer.parseInt(start.split(" ", -1)[1]), read, in.readNBytes(length));
        } catch (IOException e) {
            throw new UncheckedIOException("no answer", e);
        }
    }

    /** Waits until the server closes the connection; fails if it sends anything before. */
    public void awaitEnd() {
        try {
            int more = in.read();
            if (more >= 0) {
                throw new AssertionError("the server has sent more: " + (char) more);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the server did not close the connection cleanly", e);
        }
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the server closed the connection after: " + line);
            }
            if (c != '\r') {
                line.write(c);
            }
        }
        return line.toString(ISO_8859_1);
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
