package dev.guildhall.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.guildhall.db.DatabaseAddress;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands between Guildhall and PostgreSQL and notes every statement that the one asks the other to prepare or to run, and how
 * long its answers are.
 */
public final class ListeningProxy implements AutoCloseable {
    private static final int SSL_REQUEST = 80_877_103;
    private static final int NO_TYPE = 0;
    private static final int READY_FOR_QUERY = 'Z';

    private final DatabaseAddress target;
    private final ServerSocket server;
    private final List<String> prepared = new CopyOnWriteArrayList<>();
    private final List<String> run = new CopyOnWriteArrayList<>();
    private final AtomicLong longestAnswer = new AtomicLong();

    private ListeningProxy(DatabaseAddress target, ServerSocket server) {
        this.target = target;
        this.server = server;
    }

    public static ListeningProxy to(DatabaseAddress target) {
        try {
            ListeningProxy proxy =
                    new ListeningProxy(target, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
            inBackground(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public DatabaseAddress address() {
        return new DatabaseAddress(
                "127.0.0.1", server.getLocalPort(), target.database(), target.user(), target.password(), "disable");
    }

    /** Each costs a round trip of its own. */
    public List<String> prepared() {
        return List.copyOf(prepared);
    }

    public List<String> run() {
        return List.copyOf(run);
    }

    /** How many bytes PostgreSQL has sent in answer to one statement, at most. */
    public long longestAnswer() {
        return longestAnswer.get();
    }

    public void forget() {
        prepared.clear();
        run.clear();
        longestAnswer.set(0);
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = server.accept();
            Socket database = new Socket(InetAddress.getByName(target.host()), target.port());
            client.setTcpNoDelay(true);
            database.setTcpNoDelay(true);
            inBackground(() -> {
                try (client;
                        database) {
                    listen(client, database);
                }
            });
            inBackground(() -> {
                try (client;
                        database) {
                    answer(database, client);
                }
            });
        }
    }

    private void listen(Socket client, Socket database) throws IOException {
        DataInputStream in = new DataInputStream(client.getInputStream());
        DataOutputStream out = new DataOutputStream(database.getOutputStream());
        Map<String, String> byName = new HashMap<>();
        for (boolean isStarting = true; ; ) {
            int type = isStarting ? NO_TYPE : in.readUnsignedByte();
            byte[] content = in.readNBytes(in.readInt() - Integer.BYTES);
            // Of the messages without a type, only the wish for encryption is followed by another.
            isStarting = isStarting
                    && content.length == Integer.BYTES
                    && ByteBuffer.wrap(content).getInt() == SSL_REQUEST;
            note(type, content, byName);
            ByteBuffer message = ByteBuffer.allocate(1 + Integer.BYTES + content.length);
            if (type != NO_TYPE) {
                message.put((byte) type);
            }
            message.putInt(Integer.BYTES + content.length).put(content);
            out.write(message.array(), 0, message.position());
        }
    }

    private void answer(Socket database, Socket client) throws IOException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(database.getInputStream()));
        long bytes = 0;
        while (true) {
            int type = in.readUnsignedByte();
            byte[] content = in.readNBytes(in.readInt() - Integer.BYTES);
            ByteBuffer message = ByteBuffer.allocate(1 + Integer.BYTES + content.length)
                    .put((byte) type)
                    .putInt(Integer.BYTES + content.length)
                    .put(content);
            bytes += message.position();
            if (type == READY_FOR_QUERY) {
                longestAnswer.accumulateAndGet(bytes, Math::max);
                bytes = 0;
            }
            client.getOutputStream().write(message.array(), 0, message.position());
        }
    }

    private void note(int type, byte[] content, Map<String, String> byName) {
        String[] texts = new String(content, UTF_8).split("\0", 3);
        switch (type) {
            case 'P' -> {
                byName.put(texts[0], texts[1]);
                prepared.add(texts[1]);
            }
            case 'B' -> run.add(byName.getOrDefault(texts[1], texts[1]));
            case 'Q' -> run.add(texts[0]);
            default -> {}
        }
    }

    private static void inBackground(Task task) {
        Thread thread = new Thread(() -> {
            try {
                task.run();
            } catch (SocketException | EOFException e) {
                // One side has hung up, and so does the other.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @FunctionalInterface
    private interface Task {
        void run() throws IOException;
    }
}
