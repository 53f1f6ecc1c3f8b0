package dev.guildhall.realtime;

import dev.guildhall.auth.Claims;
import dev.guildhall.chat.ChatService;
import dev.guildhall.db.Database;
import dev.guildhall.db.Ids;
import dev.guildhall.db.SqlErrors;
import dev.guildhall.failure.Failure;
import dev.guildhall.http.Body;
import dev.guildhall.http.Problem;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.http.WebSocketFrameType;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One socket of one user. Frames are handled one at a time, so that messages are stored in the order in which the client sent them,
 * and a flood of frames stays in the client's own network buffers. Its methods run on the event loop of the socket, unless they
 * are for any thread.
 */
final class ChatSocket {
    private static final long DEAD_AFTER_NS = 75_000_000_000L;
    private static final long PING_AFTER_NS = 25_000_000_000L;
    /** A little more than the time between two pings, after which each socket is looked at in any case. */
    private static final long MAX_UNCHECKED_S = 27;

    private static final int MAX_BEFORE_HELLO = 256;
    /** A drained socket ends once nothing was received for this long and nothing is left to answer. */
    private static final long SETTLED_AFTER_NS = 200_000_000L;

    private static final long SETTLE_MS = 50;
    private static final Logger LOG = LoggerFactory.getLogger(ChatSocket.class);

    private final UUID id = Ids.next();
    private final UUID user;
    private final ServerWebSocket socket;
    private final SocketChannel channel;
    private final Context context;
    private final ChatService chat;
    private final SocketWriteQueue writeQueue;
    private final CatchUp catchUp;
    private final FrameReader reader = new FrameReader(this);
    private final FrameHandler frames;
    private final BiFunction<UUID, String, Future<Claims>> renewal;
    private final SocketRateLimits limits = new SocketRateLimits();
    private long receivedAt = System.nanoTime();
    private long pingedAt = receivedAt;
    /** When {@link #check} has to look at this socket again (System.nanoTime); written on its event loop. */
    private volatile long dueAt = receivedAt;
    /** The claims of the token with which the socket was opened, or last renewed; written on its event loop. */
    private volatile Claims claims;

    private boolean isClosing;
    /** The code with which this side closed the socket; null if the client or the network did. */
    private @Nullable Short closeCode;

    private boolean isHandling;
    /** What was pushed before the hello, and is sent after it; null once the hello is sent. */
    private @Nullable List<String> beforeHello = new ArrayList<>();

    /**
     * To be made on the socket's event loop.
     *
     * @param renewal returns the claims of the newer token of this user for which the ticket was issued
     */
    ChatSocket(
            UUID user,
            Claims claims,
            ServerWebSocket socket,
            SocketChannel channel,
            Database database,
            ChatService chat,
            BiFunction<UUID, String, Future<Claims>> renewal) {
        this.user = user;
        this.claims = claims;
        this.socket = socket;
        this.channel = channel;
        this.context = Vertx.currentContext();
        this.chat = chat;
        this.writeQueue = new SocketWriteQueue(socket);
        this.catchUp = new CatchUp(user, chat, this);
        this.renewal = renewal;
        this.frames = new FrameHandler(user, id, database, chat, catchUp, this::renew);
    }

    /** The id of the socket. */
    UUID id() {
        return id;
    }

    UUID user() {
        return user;
    }

    Claims claims() {
        return claims;
    }

    /** @param onClosed receives the close code in the end, null if the connection broke */
    void listen(Consumer<@Nullable Short> onClosed) {
        socket.pause();
        socket.frameHandler(this::receive);
        channel.reportCorruption(this::closeCorrupted);
        socket.exceptionHandler(error -> LOG.debug("Socket {} failed: {}", id, error.toString()));
        socket.closeHandler(done -> {
            isClosing = true;
            onClosed.accept(closeCode == null ? socket.closeStatusCode() : closeCode);
        });
    }

    /** Sends the hello, and handles frames from then on; to be called once the socket is registered, so that no event is missed. */
    Future<Void> sendHello() {
        return chat.findOverview(user, CatchUp.RECENT)
                .onSuccess(overview -> {
                    List<String> waiting = Objects.requireNonNull(beforeHello);
                    beforeHello = null;
                    send(new Frame.Hello(
                            id,
                            user,
                            OffsetDateTime.now(ZoneOffset.UTC),
                            claims.usableUntil().atOffset(ZoneOffset.UTC),
                            overview.conversations(),
                            overview.unreadTotal()));
                    waiting.forEach(this::write);
                    socket.fetch(1);
                })
                .onFailure(error -> {
                    LOG.debug("Cannot read the hello of socket {}, closing it", id, error);
                    close(CloseCode.TRY_LATER);
                })
                .mapEmpty();
    }

    private void receive(WebSocketFrame frame) {
        receivedAt = System.nanoTime();
        if (isClosing || frame.isClose()) {
            return;
        }
        if (frame.isPing() || frame.type() == WebSocketFrameType.PONG) {
            if (!limits.allowsControlFrame()) {
                close(CloseCode.FLOODING);
            }
        } else {
            reader.read(frame).ifPresentOrElse(this::handle, this::next);
        }
    }

    private void handle(Buffer text) {
        ClientFrame frame;
        UUID clientMsgId = null;
        try {
            Body body = Body.parse(text);
            clientMsgId = body.idIfAny("client_msg_id");
            frame = ClientFrame.parse(body);
        } catch (RuntimeException e) {
            sendError(e, clientMsgId);
            next();
            return;
        }
        if (!(frame instanceof ClientFrame.Send) && !limits.allowsOtherFrame()) {
            close(CloseCode.FLOODING);
            return;
        }
        UUID repliesTo = clientMsgId;
        isHandling = true;
        frames.handle(frame)
                .onSuccess(reply -> reply.ifPresent(this::send))
                .onFailure(error -> sendError(error, repliesTo))
                .onComplete(done -> {
                    isHandling = false;
                    next();
                });
    }

    private Future<Instant> renew(String ticket) {
        return renewal.apply(user, ticket).map(renewed -> {
            claims = renewed;
            dueAt = System.nanoTime();
            return renewed.usableUntil();
        });
    }

    private void next() {
        if (!isClosing) {
            socket.fetch(1);
        }
    }

    void sendError(Throwable error) {
        sendError(error, null);
    }

    private void sendError(Throwable error, @Nullable UUID clientMsgId) {
        Throwable reason = SqlErrors.translate(error);
        if (!(reason instanceof Failure)) {
            LOG.error("Cannot answer a frame of socket {}", id, error);
        }
        Problem problem = Problem.of(reason);
        send(Frame.Error.of(problem, clientMsgId));
        CloseCode limitExceeded = limits.closeCodeAfter(problem);
        if (limitExceeded != null) {
            close(limitExceeded);
        }
    }

    void send(Frame frame) {
        write(Frame.encode(frame));
    }

    private void write(String text) {
        if (isClosing || socket.isClosed()) {
            return;
        }
        boolean hasRoom = beforeHello == null
                ? writeQueue.write(text)
                : beforeHello.size() < MAX_BEFORE_HELLO && beforeHello.add(text);
        if (!hasRoom) {
            close(CloseCode.TOO_SLOW);
        }
    }

    /** Runs the action once few frames are waiting for the client: at once if that is so already. */
    void whenWritable(Runnable action) {
        writeQueue.whenWritable(action);
    }

    /** Sends a text, from any thread. */
    void push(String text) {
        context.runOnContext(now -> write(text));
    }

    /** Sends a message, from any thread, unless a repair will send it: it would overtake older ones. */
    void push(UUID peer, long seq, String text) {
        context.runOnContext(now -> {
            if (!catchUp.queueIfRepairing(peer, seq)) {
                write(text);
            }
        });
    }

    /** Sends, from any thread, something that is better left out if the client reads slowly. */
    void pushIfIdle(Frame frame) {
        String text = Frame.encode(frame);
        context.runOnContext(now -> {
            if (writeQueue.hasCapacity()) {
                write(text);
            }
        });
    }

    /** Sends, from any thread, the messages after these, no faster than the client reads. */
    void repair(Map<UUID, Long> after) {
        context.runOnContext(now -> catchUp.repair(after));
    }

    /** Announces the end, still answers what has been received, for this long at most, and closes; from any thread. */
    void drain(Frame.Drain frame, long maxNs) {
        context.runOnContext(now -> {
            send(frame);
            settle(System.nanoTime() + maxNs);
        });
    }

    private void settle(long deadline) {
        long time = System.nanoTime();
        if (time > deadline || !isHandling && beforeHello == null && time - receivedAt > SETTLED_AFTER_NS) {
            close(CloseCode.RESTART);
        } else {
            context.owner().setTimer(SETTLE_MS, tick -> settle(deadline));
        }
    }

    /**
     * To be called about once a second, from any thread: pings the client, and closes the socket if its token has expired or its client
     * does not answer.
     */
    void check() {
        // Most sockets are idle, and a task for each of them every second would be most of what they cost.
        if (System.nanoTime() - dueAt >= 0 || SocketWriteQueue.isUnderPressure()) {
            context.runOnContext(now -> checkNow());
        }
    }

    private void checkNow() {
        long time = System.nanoTime();
        Duration valid = Duration.between(Instant.now(), claims.usableUntil());
        if (valid.isNegative() || valid.isZero()) {
            close(CloseCode.TOKEN_EXPIRED);
        } else if (time - receivedAt > DEAD_AFTER_NS) {
            close(CloseCode.GOING_AWAY);
        } else if (writeQueue.isStalled()) {
            close(CloseCode.TOO_SLOW);
        } else if (time - pingedAt > PING_AFTER_NS) {
            pingedAt = time;
            writeQueue.ping();
        }
        boolean isDueSoon = writeQueue.isWaiting() || valid.getSeconds() < MAX_UNCHECKED_S;
        dueAt = isDueSoon ? time : Math.min(pingedAt + PING_AFTER_NS, receivedAt + DEAD_AFTER_NS);
    }

    void closeFromAnyThread(CloseCode code) {
        context.runOnContext(now -> close(code));
    }

    void close(CloseCode code) {
        if (!isClosing) {
            isClosing = true;
            closeCode = code.number();
            channel.awaitClose();
            socket.resume();
            socket.close(code.number(), code.reason())
                    .onFailure(error -> LOG.debug("Socket {} was gone before it was closed", id, error));
        }
    }

    /** Closes after bytes that cannot be decoded, with the code that the decoder gives. */
    private void closeCorrupted(WebSocketCloseStatus status) {
        if (!isClosing) {
            isClosing = true;
            closeCode = (short) status.code();
            socket.resume();
            channel.writeClose(status);
        }
    }

    /** Whether nothing more will be sent. */
    boolean isClosing() {
        return isClosing;
    }
}
