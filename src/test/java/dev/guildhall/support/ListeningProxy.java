package dev.guildhall.support;

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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Stands between Guildhall and PostgreSQL and notes every statement that the one asks the other to prepare or to run, and how
 * long its answers are. It can hold one of them back, so that a test may do something in the middle of it.
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
    private final List<Held> holds = new CopyOnWriteArrayList<>();

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

    /** Keeps the next statement that contains this text from PostgreSQL, and with it all that follows on its connection. */
    public Held holdStatement(String text) {
        return hold(new Held(text, false));
    }

    /** Keeps back the answer to the next such statement, which PostgreSQL has carried out. */
    public Held holdAnswer(String text) {
        return hold(new Held(text, true));
    }

    private Held hold(Held held) {
        holds.add(held);
        return held;
    }

    private void accept() throws IOException {
        while (true) {
            Map<Long, Held> heldAnswers = new ConcurrentHashMap<>();
            Socket client = server.accept();
            Socket database = new Socket(InetAddress.getByName(target.host()), target.port());
            client.setTcpNoDelay(true);
            database.setTcpNoDelay(true);
            inBackground(() -> {
                try (client;
                        database) {
                    listen(client, database, heldAnswers);
                }
            });
            inBackground(() -> {
                try (client;
                        database) {
                    answer(database, client, heldAnswers);
                }
            });
        }
    }

    private void listen(Socket client, Socket database, Map<Long, Held> heldAnswers) throws IOException {
        DataInputStream in = new DataInputStream(client.getInputStream());
        DataOutputStream out = new DataOutputStream(database.getOutputStream());
        Map<String, String> byName = new HashMap<>();
        // PostgreSQL says that it is ready once after the start, and then once for each of these.
        long rounds = 1;
        for (boolean isStarting = true; ; ) {
            int type = isStarting ? NO_TYPE : in.readUnsignedByte();
            byte[] content = in.readNBytes(in.readInt() - Integer.BYTES);
            // Of the messages without a type, only the wish for encryption is followed by another.
            isStarting = isStarting
                    && content.length == Integer.BYTES
                    && ByteBuffer.wrap(content).getInt() == SSL_REQUEST;
            Held held = isTaken(note(type, content, byName));
            if (held != null && held.isAnswer) {
                heldAnswers.put(rounds, held);
            } else if (held != null) {
                held.passOrBreak();
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

    private void answer(Socket database, Socket client, Map<Long, Held> heldAnswers) throws IOException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(database.getInputStream()));
        long bytes = 0;
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        for (long round = 0; ; ) {
            int type = in.readUnsignedByte();
            byte[] content = in.readNBytes(in.readInt() - Integer.BYTES);
            ByteBuffer message = ByteBuffer.allocate(1 + Integer.BYTES + content.length)
                    .put((byte) type)
                    .putInt(Integer.BYTES + content.length)
                    .put(content);
            bytes += message.position();
            answer.write(message.array(), 0, message.position());
            Held held = heldAnswers.get(round);
            if (type == READY_FOR_QUERY) {
                longestAnswer.accumulateAndGet(bytes, Math::max);
                bytes = 0;
                round++;
                if (held != null) {
                    held.passOrBreak();
                }
            }
            if (held == null || type == READY_FOR_QUERY) {
                answer.writeTo(client.getOutputStream());
                answer.reset();
            }
        }
    }

    private @Nullable Held isTaken(String statement) {
        return holds.stream()
                .filter(held -> statement.contains(held.text) && held.isTaken.compareAndSet(false, true))
                .findFirst()
                .orElse(null);
    }

    /** Returns the statement that is run by this; empty where none is. */
    private String note(int type, byte[] content, Map<String, String> byName) {
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
            run.add(statement);
        }
        return statement;
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

    /** A statement that is held back on its way to PostgreSQL, or the answer to it on the way back. */
    public static final class Held implements AutoCloseable {
        private static final int TIMEOUT_S = 20;

        private final String text;
        private final boolean isAnswer;
        private final AtomicBoolean isTaken = new AtomicBoolean();
        private final CountDownLatch arrived = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);
        private volatile boolean isBroken;

        private Held(String text, boolean isAnswer) {
            this.text = text;
            this.isAnswer = isAnswer;
        }

        /** Until it is here; an answer is here once PostgreSQL has given it. */
        @CanIgnoreReturnValue
        public Held await() {
            if (!waitFor(arrived)) {
                throw new AssertionError("no statement with '" + text + "' was run within " + TIMEOUT_S + " s");
            }
            return this;
        }

        /** Lets it go on. */
        public void release() {
            released.countDown();
        }

        /** Breaks its connection instead. */
        public void breakConnection() {
            isBroken = true;
            released.countDown();
        }

        private void passOrBreak() throws SocketException {
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

        /** Holds nothing any more. */
        @Override
        public void close() {
            isTaken.set(true);
            release();
        }
    }

    @FunctionalInterface
    private interface Task {
        void run() throws IOException;
    }
}
