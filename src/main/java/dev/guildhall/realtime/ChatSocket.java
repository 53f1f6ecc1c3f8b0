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
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.http.WebSocketFrameType;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One device of one person. Frames are taken one at a time, so that what a device says is stored in the order in which it said
 * it and a flood waits in the sender's own network; everything here runs on the socket's own event loop.
 */
final class ChatSocket {
    private static final long DEAD_AFTER_NS = 75_000_000_000L;
    private static final long PING_AFTER_NS = 25_000_000_000L;

    private static final int MAX_BEFORE_HELLO = 256;
    /** A drained socket ends once nothing has come for this long and nothing is left to answer. */
    private static final long SETTLED_AFTER_NS = 200_000_000L;

    private static final long SETTLE_MS = 50;
    private static final Logger LOG = LoggerFactory.getLogger(ChatSocket.class);

    private final UUID id = Ids.next();
    private final UUID user;
    private final Claims claims;
    private final ServerWebSocket socket;
    private final Context context;
    private final ChatService chat;
    private final FrameHandler frames;
    private final SocketChannel channel;
    private final SocketWriteQueue writeQueue;
    private final CatchUp catchUp;
    private final SocketRateLimits limits = new SocketRateLimits();
    private final FrameReader reader = new FrameReader(this::handle, this::refuseBinary, this::close);
    private long receivedAt = System.nanoTime();
    private long pingedAt = receivedAt;
    private boolean isClosing;
    /** By which this side ends the socket; null where the peer or the network does. */
    private @Nullable Short closeCode;

    private boolean isHandling;
    /** What was pushed before the hello, which goes first; null once it has gone. */
    private @Nullable List<String> beforeHello = new ArrayList<>();

    /** To be made on the socket's event loop. */
    ChatSocket(
            UUID user,
            Claims claims,
            ServerWebSocket socket,
            SocketChannel channel,
            Context context,
            Database database,
            ChatService chat) {
        this.user = user;
        this.claims = claims;
        this.socket = socket;
        this.context = context;
        this.chat = chat;
        this.channel = channel;
        this.writeQueue = new SocketWriteQueue(socket);
        this.catchUp = new CatchUp(user, chat, writeQueue, this::send, error -> fail(error, null), () -> isClosing);
        this.frames = new FrameHandler(user, id, database, chat, catchUp, this::send);
    }

    UUID id() {
        return id;
    }

    UUID user() {
        return user;
    }

    Claims claims() {
        return claims;
    }

    /** @param closed told the code in the end, null where the connection broke */
    void listen(Consumer<@Nullable Short> closed) {
        socket.pause();
        socket.frameHandler(this::receive);
        channel.reportCorruption(this::closeUndecodable);
        socket.exceptionHandler(error -> LOG.debug("socket {}: {}", id, error.toString()));
        socket.closeHandler(done -> {
            isClosing = true;
            closed.accept(closeCode == null ? socket.closeStatusCode() : closeCode);
        });
    }

    /** Says hello, and takes frames from then on; to be called once the socket is registered, so that nothing falls in between. */
    void sendHello() {
        chat.findOverview(user, CatchUp.RECENT)
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
                    LOG.debug("no hello on socket {}", id, error);
                    close(CloseCode.TRY_LATER);
                });
    }

    /** Says something from whichever thread. */
    void push(String text) {
        context.runOnContext(now -> write(text));
    }

    /** Tells of a message, unless that is left to a catching-up which would otherwise be overtaken. */
    void push(UUID peer, long seq, String text) {
        context.runOnContext(now -> {
            if (!catchUp.queues(peer, seq)) {
                write(text);
            }
        });
    }

    /** Says something that may as well be left out where the reader is behind. */
    void pushIfIdle(Frame frame) {
        String text = Frame.encode(frame);
        context.runOnContext(now -> {
            if (writeQueue.hasCapacity()) {
                write(text);
            }
        });
    }

    /** Sends, from whichever thread and no faster than it reads, what was said after these. */
    void repair(Map<UUID, Long> after) {
        context.runOnContext(now -> catchUp.repair(after, error -> {
            LOG.debug("socket {} cannot be told what it missed", id, error);
            close(CloseCode.TRY_LATER);
        }));
    }

    /** Says so, goes on answering what is on its way for this long at most, and closes; from whichever thread. */
    void drain(Frame.Drain frame, long longestNs) {
        context.runOnContext(now -> {
            send(frame);
            settle(System.nanoTime() + longestNs);
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

    /** Closes from whichever thread. */
    void closeFromAnyThread(CloseCode code) {
        context.runOnContext(now -> close(code));
    }

    /** Looks after the socket, about once a second: pings it, and ends it where its token or its peer is gone. */
    void check() {
        context.runOnContext(now -> {
            long time = System.nanoTime();
            if (!Instant.now().isBefore(claims.usableUntil())) {
                close(CloseCode.TOKEN_EXPIRED);
            } else if (time - receivedAt > DEAD_AFTER_NS) {
                close(CloseCode.GOING_AWAY);
            } else if (writeQueue.isStalled()) {
                close(CloseCode.TOO_SLOW);
            } else if (time - pingedAt > PING_AFTER_NS) {
                pingedAt = time;
                writeQueue.ping();
            }
        });
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
        } else if (!reader.read(frame) && !isClosing) {
            socket.fetch(1);
        }
    }

    private void handle(Buffer text) {
        Body body;
        ClientFrame frame;
        UUID clientMsgId = null;
        try {
            body = Body.parse(text);
            clientMsgId = body.idIfAny("client_msg_id");
            frame = ClientFrame.parse(body);
        } catch (RuntimeException e) {
            fail(e, clientMsgId);
            next();
            return;
        }
        if (!(frame instanceof ClientFrame.Send) && !limits.allowsHint()) {
            close(CloseCode.FLOODING);
            return;
        }
        UUID told = clientMsgId;
        isHandling = true;
        frames.handle(frame).onFailure(error -> fail(error, told)).onComplete(done -> {
            isHandling = false;
            next();
        });
    }

    private void refuseBinary() {
        fail(new Failure.Malformed("malformed_json", "Send JSON in text frames."), null);
        next();
    }

    private void next() {
        if (!isClosing) {
            socket.fetch(1);
        }
    }

    private void fail(Throwable error, @Nullable UUID clientMsgId) {
        Throwable reason = SqlErrors.translate(error);
        if (!(reason instanceof Failure)) {
            LOG.error("socket {} failed", id, error);
        }
        Problem problem = Problem.of(reason);
        send(Frame.Error.of(problem, clientMsgId));
        CloseCode enough = limits.closeCodeAfter(problem);
        if (enough != null) {
            close(enough);
        }
    }

    private void send(Frame frame) {
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

    private void close(CloseCode code) {
        if (!isClosing) {
            isClosing = true;
            closeCode = code.number();
            channel.awaitClose();
            socket.resume();
            socket.close(code.number(), code.reason())
                    .onFailure(error -> LOG.debug("socket {} was gone before it was closed", id, error));
        }
    }

    /** What cannot be decoded closes with the code that the decoder names. */
    private void closeUndecodable(WebSocketCloseStatus status) {
        if (!isClosing) {
            isClosing = true;
            closeCode = (short) status.code();
            socket.resume();
            channel.writeClose(status);
        }
    }
}
