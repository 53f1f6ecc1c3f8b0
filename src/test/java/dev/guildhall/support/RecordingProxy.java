package dev.guildhall.support;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.guildhall.db.DatabaseAddress;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
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
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A proxy between Guildhall and PostgreSQL. It records every statement that is prepared or run, the size of the responses, and how
 * often PostgreSQL plans. It can hold a statement or its response, so that a test can do something while the statement is running.
 */
public final class RecordingProxy implements AutoCloseable {
    private static final int SSL_REQUEST = 80_877_103;
    private static final int NO_TYPE = 0;
    private static final int READY_FOR_QUERY = 'Z';
    private static final int NOTICE = 'N';

    /** Of the look-up of the caller (at most once in 2 s), the scheduled tasks and the health check. */
    private static final List<String> NOT_OF_A_REQUEST = List.of(
            "tokens_valid_from from users",
            "skip locked",
            "count(*) as overdue from",
            "select distinct w.word",
            "pg_is_in_recovery");

    private final DatabaseAddress target;
    private final ServerSocket server;
    private final List<String> prepared = new CopyOnWriteArrayList<>();
    private final List<String> statements = new CopyOnWriteArrayList<>();
    private final AtomicLong largestResponse = new AtomicLong();
    private final AtomicLong plans = new AtomicLong();
    private final List<Held> holds = new CopyOnWriteArrayList<>();

    private RecordingProxy(DatabaseAddress target, ServerSocket server) {
        this.target = target;
        this.server = server;
    }

    public static RecordingProxy to(DatabaseAddress target) {
        try {
            RecordingProxy proxy =
                    new RecordingProxy(target, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
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

    /** The statements that were prepared; each costs one more round trip. */
    public List<String> prepared() {
        return List.copyOf(prepared);
    }

    public List<String> statements() {
        return List.copyOf(statements);
    }

    /** Without those that a node runs by itself. */
    public List<String> statementsOfRequests() {
        return statements.stream()
                .filter(statement -> NOT_OF_A_REQUEST.stream().noneMatch(statement::contains))
                .toList();
    }

    /** The size of the largest response of PostgreSQL to one statement, in bytes. */
    public long largestResponse() {
        return largestResponse.get();
    }

    /**
     * How often PostgreSQL has planned a statement, those inside functions and triggers included. It has to say so: the database needs
     * {@code log_planner_stats = on} and {@code client_min_messages = log}.
     */
    public long plans() {
        return plans.get();
    }

    public void clear() {
        prepared.clear();
        statements.clear();
        largestResponse.set(0);
        plans.set(0);
    }

    /** Holds the next statement that contains this text, and everything that follows it on its connection. */
    public Held holdStatement(String text) {
        return hold(new Held(text, null, false));
    }

    /** Holds the response to the next statement that contains this text; PostgreSQL has run the statement by then. */
    public Held holdResponse(String text) {
        return hold(new Held(text, null, true));
    }

    /** Holds the response to the next statement that contains this text and is run with this parameter. */
    public Held holdResponse(String text, UUID parameter) {
        return hold(new Held(text, parameter, true));
    }

    private Held hold(Held held) {
        holds.add(held);
        return held;
    }

    private void accept() throws IOException {
        while (true) {
            Map<Long, Held> heldResponses = new ConcurrentHashMap<>();
            Socket client = server.accept();
            Socket database = new Socket(InetAddress.getByName(target.host()), target.port());
            client.setTcpNoDelay(true);
            database.setTcpNoDelay(true);
            inBackground(() -> {
                try (client;
                        database) {
                    forwardStatements(client, database, heldResponses);
                }
            });
            inBackground(() -> {
                try (client;
                        database) {
                    forwardResponses(database, client, heldResponses);
                }
            });
        }
    }

    private void forwardStatements(Socket client, Socket database, Map<Long, Held> heldResponses) throws IOException {
        DataInputStream in = new DataInputStream(client.getInputStream());
        DataOutputStream out = new DataOutputStream(database.getOutputStream());
        Map<String, String> byName = new HashMap<>();
        // PostgreSQL sends ReadyForQuery once after the start and then once for each Sync or Query message.
        long rounds = 1;
        for (boolean isStarting = true; ; ) {
            int type = isStarting ? NO_TYPE : in.readUnsignedByte();
            byte[] content = in.readNBytes(in.readInt() - Integer.BYTES);
            // An SSLRequest is the only message without a type that another message without a type follows.
            isStarting = isStarting
                    && content.length == Integer.BYTES
                    && ByteBuffer.wrap(content).getInt() == SSL_REQUEST;
            Held held = findHold(record(type, content, byName), content);
            if (held != null && held.isResponse) {
                heldResponses.put(rounds, held);
            } else if (held != null) {
                held.forwardOrBreak();
            }
            rounds += type == 'S' || type == 'Q' ? 1 : 0;
            ByteBuffer message = ByteBuffer.allocate(1 + Integer.BYTES + content.length);
            if (type != NO_TYPE) {
                message.put((byte) type);
            }
            message.putInt(Integer.BYTES + content.length).put(content);
            out.write(message.array(), 0, message.position());
        }
    }

    private void forwardResponses(Socket database, Socket client, Map<Long, Held> heldResponses) throws IOException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(database.getInputStream()));
        long bytes = 0;
        ByteArrayOutputStream response = new ByteArrayOutputStream();
        for (long round = 0; ; ) {
            int type = in.readUnsignedByte();
            byte[] content = in.readNBytes(in.readInt() - Integer.BYTES);
            ByteBuffer message = ByteBuffer.allocate(1 + Integer.BYTES + content.length)
                    .put((byte) type)
                    .putInt(Integer.BYTES + content.length)
                    .put(content);
            if (type == NOTICE && new String(content, UTF_8).contains("PLANNER STATISTICS")) {
                // Not forwarded: Guildhall would log it, and this would be measured too.
                plans.incrementAndGet();
                continue;
            }
            bytes += message.position();
            response.write(message.array(), 0, message.position());
            Held held = heldResponses.get(round);
            if (type == READY_FOR_QUERY) {
                largestResponse.accumulateAndGet(bytes, Math::max);
                bytes = 0;
                round++;
                if (held != null) {
                    held.forwardOrBreak();
                }
            }
            if (held == null || type == READY_FOR_QUERY) {
                response.writeTo(client.getOutputStream());
                response.reset();
            }
        }
    }

    private @Nullable Held findHold(String statement, byte[] content) {
        return holds.stream()
                .filter(held -> held.matches(statement, content) && held.isUsed.compareAndSet(false, true))
                .findFirst()
                .orElse(null);
    }

    /** Returns the statement that this message runs; empty if it runs none. */
    private String record(int type, byte[] content, Map<String, String> byName) {
        String[] texts = new String(content, UTF_8).split("\0", 3);
        String statement = "";
        switch (type) {
            case 'P' -> {
                byName.put(texts[0], texts[1]);
                prepared.add(texts[1]);
            }
            case 'B' -> statement = byName.getOrDefault(texts[1], texts[1]);
            case 'Q' -> statement = texts[0];
            default -> {}
        }
        if (!statement.isEmpty()) {
            statements.add(statement);
        }
        return statement;
    }

    private static void inBackground(Task task) {
        Thread thread = new Thread(() -> {
            try {
                task.run();
            } catch (SocketException | EOFException e) {
                // One side has closed its connection, so the other is closed too.
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

    /** A statement that is held before PostgreSQL receives it, or a response before Guildhall receives it. */
    public static final class Held implements AutoCloseable {
        private static final int TIMEOUT_S = 20;

        private final String text;
        private final @Nullable UUID parameter;
        private final boolean isResponse;
        private final AtomicBoolean isUsed = new AtomicBoolean();
        private final CountDownLatch arrived = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);
        private volatile boolean isBroken;

        private Held(String text, @Nullable UUID parameter, boolean isResponse) {
            this.text = text;
            this.parameter = parameter;
            this.isResponse = isResponse;
        }

        /** Parameters are sent in the binary form. */
        private boolean matches(String statement, byte[] content) {
            return statement.contains(text)
                    && (parameter == null || new String(content, ISO_8859_1).contains(binary(parameter)));
        }

        private static String binary(UUID id) {
            ByteBuffer bytes = ByteBuffer.allocate(2 * Long.BYTES);
            bytes.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
            return new String(bytes.array(), ISO_8859_1);
        }

        /** Waits until the statement or the response is being held. */
        @CanIgnoreReturnValue
        public Held await() {
            if (!waitFor(arrived)) {
                throw new AssertionError("no statement with '" + text + "' arrived within " + TIMEOUT_S + " s");
            }
            return this;
        }

        /** Forwards it. */
        public void release() {
            released.countDown();
        }

        /** Closes its connection instead of forwarding it. */
        public void breakConnection() {
            isBroken = true;
            released.countDown();
        }

        private void forwardOrBreak() throws SocketException {
            arrived.countDown();
            if (!waitFor(released) || isBroken) {
                throw new SocketException("broken by the test");
            }
        }

        private static boolean waitFor(CountDownLatch latch) {
            try {
                return latch.await(TIMEOUT_S, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        /** Forwards the bytes that are held back, and holds back no others. */
        @Override
        public void close() {
            isUsed.set(true);
            release();
        }
    }

    @FunctionalInterface
    private interface Task {
        void run() throws IOException;
    }
}
