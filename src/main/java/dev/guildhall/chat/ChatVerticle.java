package dev.guildhall.chat;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.guildhall.bus.Events;
import dev.guildhall.db.Database;
import dev.guildhall.failure.Failure;
import dev.guildhall.http.Claims;
import dev.guildhall.order.OrderUpdated;
import dev.guildhall.review.ReviewPosted;
import dev.guildhall.user.Directory;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.ServerWebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds this node's sockets and pushes to them what concerns their people: at once what the event bus tells, and within seconds
 * what it lost.
 */
public final class ChatVerticle extends VerticleBase {
    private static final long SWEEP_MS = 1_000;
    private static final long LOOK_MS = 2_000;
    /** Reconnections after a restart are spread over this time. */
    private static final int RECONNECT_WITHIN_MS = 5_000;

    /** Many looks; what one finds is remembered anew, as an old transaction may keep it in sight for longer. */
    private static final Duration REMEMBERED = Duration.ofSeconds(30);

    private static final long LONGEST_DRAIN_MS = 1_000;
    private static final Logger LOG = LoggerFactory.getLogger(ChatVerticle.class);

    private final Database database;
    private final Events events;
    private final ChatService chat;
    private final Directory directory;
    private final SafetyNet safetyNet;
    private final MessageRepository messages = new MessageRepository();
    private final Sockets sockets = new Sockets();
    /**
     * What was told lately to whoever was here, so that the safety net tells the rest only. Those who come later hear of it in
     * their hello, be it that an old transaction lets the net find it again.
     */
    private final Cache<UUID, Boolean> told =
            Caffeine.newBuilder().expireAfterAccess(REMEMBERED).build();

    private final Promise<Void> drained = Promise.promise();
    private volatile boolean isDraining;

    public ChatVerticle(Database database, Events events, ChatService chat, Directory directory) {
        this.database = database;
        this.events = events;
        this.chat = chat;
        this.directory = directory;
        this.safetyNet = new SafetyNet(database);
    }

    @Override
    public Future<?> start() {
        events.on(MessageSaved.TOPIC, this::deliver);
        events.on(MessageRead.TOPIC, this::deliver);
        events.on(
                TypingStarted.TOPIC,
                typing -> sockets.of(typing.peer())
                        .forEach(socket -> socket.pushIfIdle(new Frame.Typing(typing.writer()))));
        events.on(OrderUpdated.TOPIC, this::deliver);
        events.on(
                ReviewPosted.TOPIC,
                review -> push(
                        new Frame.ReviewWasPosted(review.reviewId(), review.orderId()),
                        review.reviewerId(),
                        review.revieweeId()));
        vertx.setPeriodic(SWEEP_MS, tick -> sockets.forEach(ChatSocket::check));
        // Should the database be away for a moment, the first look begins.
        return safetyNet.begin().otherwiseEmpty().onSuccess(begun -> look());
    }

    /** @throws Failure if this person cannot have another socket here now */
    void refuseIfFull(UUID user) {
        if (isDraining) {
            throw new Failure.Unavailable("draining", "This node is shutting down. Connect again in a moment.");
        }
        if (!sockets.hasRoomFor(user)) {
            throw new Failure.RateLimited(
                    "You have " + Sockets.MOST_OF_ONE_PERSON + " sockets here already.", Duration.ofSeconds(5));
        }
    }

    /** Takes over an upgraded connection, on its own event loop. */
    void take(UUID user, Claims claims, ServerWebSocket connection, Wire wire, Context context) {
        if (connection.isClosed()) {
            return;
        }
        ChatSocket socket = new ChatSocket(user, claims, connection, wire, context, database, chat);
        boolean hasRoom = sockets.add(socket);
        socket.open(() -> {
            sockets.remove(socket);
            if (isDraining && sockets.isEmpty()) {
                drained.tryComplete();
            }
        });
        if (isDraining) {
            socket.shut(CloseCode.RESTART);
        } else if (!hasRoom) {
            socket.shut(CloseCode.TRY_LATER);
        } else {
            // The handshake may have gone by what was remembered from before a deactivation that was looked for
            // already.
            expelUnlessWelcome(socket).onFailure(error -> LOG.debug("socket {} was let in unseen", socket.id(), error));
        }
    }

    @Override
    public Future<?> stop() {
        isDraining = true;
        if (sockets.isEmpty()) {
            return Future.succeededFuture();
        }
        sockets.forEach(socket -> {
            socket.push(Frame.encode(new Frame.Drain(ThreadLocalRandom.current().nextInt(RECONNECT_WITHIN_MS))));
            socket.shut(CloseCode.RESTART);
        });
        vertx.setTimer(LONGEST_DRAIN_MS, late -> drained.tryComplete());
        return drained.future();
    }

    private void deliver(MessageSaved saved) {
        Message message = saved.message();
        boolean isNews = told.asMap().putIfAbsent(message.id(), true) == null;
        if (!isNews || !sockets.holds(message.receiverId()) && !sockets.holds(message.senderId())) {
            return;
        }
        push(new Frame.MessageNew(message, saved.receiverUnread()), message.receiverId());
        String toSender = Frame.encode(new Frame.MessageNew(message, 0));
        sockets.of(message.senderId()).stream()
                .filter(socket -> !socket.id().equals(saved.connection()))
                .forEach(socket -> socket.push(toSender));
    }

    private void deliver(MessageRead read) {
        push(new Frame.MessageWasRead(read.reader(), read.peer(), read.upToSeq()), read.reader());
        push(new Frame.MessageWasRead(read.reader(), read.reader(), read.upToSeq()), read.peer());
    }

    private void deliver(OrderUpdated order) {
        Frame frame = new Frame.OrderWasUpdated(
                order.orderId(),
                order.status(),
                order.paymentStatus(),
                order.action(),
                order.actorId(),
                order.version());
        push(frame, order.clientId(), order.freelancerId());
    }

    private void push(Frame frame, UUID... people) {
        List<ChatSocket> theirs =
                Stream.of(people).flatMap(person -> sockets.of(person).stream()).toList();
        if (!theirs.isEmpty()) {
            String text = Frame.encode(frame);
            theirs.forEach(socket -> socket.push(text));
        }
    }

    private void look() {
        safetyNet
                .look((found, standings) ->
                        Future.join(repair(found), expel(standings)).mapEmpty())
                .onFailure(error -> LOG.debug("the safety net could not look", error))
                .onComplete(done -> vertx.setTimer(LOOK_MS, tick -> look()));
    }

    private Future<Void> repair(List<SafetyNet.Found> found) {
        List<UUID> lost = new ArrayList<>();
        for (SafetyNet.Found message : found) {
            boolean isNews = told.getIfPresent(message.id()) == null;
            if (isNews
                    && Stream.of(message.sender(), message.receiver())
                            .anyMatch(one -> one.filter(sockets::holds).isPresent())) {
                lost.add(message.id());
            } else if (isNews) {
                told.put(message.id(), true);
            }
        }
        if (lost.isEmpty()) {
            return Future.succeededFuture();
        }
        return messages.byIds(database.reads(), lost)
                .onSuccess(some -> some.forEach(this::deliver))
                .mapEmpty();
    }

    /** Closes the sockets of those who may not be here any more. */
    private Future<Void> expel(List<UUID> people) {
        return Future.join(people.stream()
                        .flatMap(person -> sockets.of(person).stream())
                        .map(this::expelUnlessWelcome)
                        .toList())
                .mapEmpty();
    }

    private Future<Void> expelUnlessWelcome(ChatSocket socket) {
        directory.forget(socket.user());
        return directory.identify(socket.claims()).<Void>mapEmpty().recover(error -> {
            if (error instanceof Failure.Unauthenticated refusal) {
                boolean isDeactivated = refusal.code().equals("user_deactivated");
                socket.shut(isDeactivated ? CloseCode.DEACTIVATED : CloseCode.TOKEN_EXPIRED);
                return Future.succeededFuture();
            }
            return Future.failedFuture(error);
        });
    }
}
