package dev.guildhall.realtime;

import dev.guildhall.auth.Claims;
import dev.guildhall.bus.BridgeOpened;
import dev.guildhall.bus.Events;
import dev.guildhall.chat.ChatService;
import dev.guildhall.chat.MessageRead;
import dev.guildhall.chat.MessageSaved;
import dev.guildhall.chat.MessageSavedRemotely;
import dev.guildhall.chat.TypingStarted;
import dev.guildhall.db.Database;
import dev.guildhall.failure.Failure;
import dev.guildhall.limit.Limits;
import dev.guildhall.order.OrderUpdated;
import dev.guildhall.review.ReviewPosted;
import dev.guildhall.user.CallerLookup;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.ServerWebSocket;
import java.time.Duration;
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
    /** Reconnections after a restart are spread over this time. */
    private static final int RECONNECT_WITHIN_MS = 5_000;

    /** For what is on its way to be answered, and then for the closing handshakes. */
    private static final long MAX_SETTLING_NS = 1_000_000_000L;

    private static final long MAX_DRAIN_MS = 1_500;
    /** Accounts read by one statement. */
    private static final int MAX_ACCOUNTS = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(ChatVerticle.class);

    private final Database database;
    private final Events events;
    private final ChatService chat;
    private final CallerLookup directory;
    private final SafetyNet safetyNet;
    private final SocketHub sockets = new SocketHub();
    private final MessageDispatcher dispatcher;
    private final RemoteMessageFetcher remoteMessages;
    private final ChatMetrics metrics;
    private final Duration lookEvery;
    private final Promise<Void> drained = Promise.promise();
    private volatile boolean isDraining;
    private boolean isLooking;
    private boolean isToLookAgain;
    private long nextLook;

    /** @param lookEvery how long the safety net waits between two looks */
    public ChatVerticle(
            Database database,
            Events events,
            ChatService chat,
            CallerLookup directory,
            MeterRegistry registry,
            Duration lookEvery) {
        this.database = database;
        this.events = events;
        this.chat = chat;
        this.directory = directory;
        this.safetyNet = new SafetyNet(database);
        this.metrics = new ChatMetrics(registry, sockets);
        this.dispatcher = new MessageDispatcher(sockets, metrics, lookEvery);
        this.remoteMessages = new RemoteMessageFetcher(chat::findSaved, dispatcher);
        this.lookEvery = lookEvery;
    }

    @Override
    public Future<?> start() {
        events.on(MessageSaved.TOPIC, dispatcher::deliver);
        events.on(MessageSavedRemotely.TOPIC, remoteMessages::fetch);
        events.on(BridgeOpened.TOPIC, opened -> lookNow());
        events.on(MessageRead.TOPIC, this::deliver);
        events.on(
                TypingStarted.TOPIC,
                typing -> sockets.socketsOf(typing.peer())
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
    void checkCapacity(UUID user) {
        if (isDraining) {
            throw new Failure.Unavailable("draining", "This node is shutting down. Connect again in a moment.");
        }
        if (!sockets.hasRoomFor(user)) {
            throw new Failure.RateLimited(
                    "You have " + Limits.MAX_SOCKETS_OF_ONE_USER + " sockets here already.", Duration.ofSeconds(5));
        }
    }

    /** Takes over an upgraded connection, on its own event loop. */
    void register(UUID user, Claims claims, ServerWebSocket connection, SocketChannel channel, Context context) {
        if (connection.isClosed()) {
            return;
        }
        ChatSocket socket = new ChatSocket(user, claims, connection, channel, context, database, chat);
        boolean hasRoom = sockets.add(socket);
        socket.listen(code -> {
            sockets.remove(socket);
            metrics.closed(code);
            if (isDraining && sockets.isEmpty()) {
                drained.tryComplete();
            }
        });
        if (isDraining) {
            socket.closeFromAnyThread(CloseCode.RESTART);
        } else if (!hasRoom) {
            socket.closeFromAnyThread(CloseCode.TRY_LATER);
        } else {
            socket.sendHello();
            // The handshake may have gone by what was remembered from before a deactivation that was looked for
            // already.
            directory.forget(user);
            closeIfRevoked(socket).onFailure(error -> LOG.debug("socket {} was let in unseen", socket.id(), error));
        }
    }

    /**
     * Takes no more sockets and closes the open ones, once what is on its way has been answered. To be called from any thread before
     * the node stops listening, which would cut them off.
     */
    public Future<Void> drain() {
        context.runOnContext(now -> {
            isDraining = true;
            if (sockets.isEmpty()) {
                drained.tryComplete();
                return;
            }
            sockets.forEach(socket -> socket.drain(
                    new Frame.Drain(ThreadLocalRandom.current().nextInt(RECONNECT_WITHIN_MS)), MAX_SETTLING_NS));
            vertx.setTimer(MAX_DRAIN_MS, late -> drained.tryComplete());
        });
        return drained.future();
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
        List<ChatSocket> theirs = Stream.of(people)
                .flatMap(person -> sockets.socketsOf(person).stream())
                .toList();
        if (!theirs.isEmpty()) {
            String text = Frame.encode(frame);
            theirs.forEach(socket -> socket.push(text));
        }
    }

    /** At once, or once more where a look is under way: it may have begun too early. */
    private void lookNow() {
        if (isLooking) {
            isToLookAgain = true;
        } else if (vertx.cancelTimer(nextLook)) {
            look();
        }
    }

    private void look() {
        isLooking = true;
        safetyNet
                .look(new SafetyNet.Listener() {
                    @Override
                    public Future<Void> found(List<SafetyNet.Found> messages, List<UUID> accounts) {
                        return Future.join(repair(messages), closeIfRevoked(accounts))
                                .mapEmpty();
                    }

                    @Override
                    public Future<Void> serverChanged() {
                        LOG.info("The database server has changed: reading the accounts of all open sockets again");
                        return closeIfRevoked(sockets.users());
                    }
                })
                .onFailure(error -> LOG.debug("the safety net could not look", error))
                .onComplete(done -> {
                    isLooking = false;
                    nextLook = vertx.setTimer(isToLookAgain ? 1 : lookEvery.toMillis(), tick -> look());
                    isToLookAgain = false;
                });
    }

    private Future<Void> repair(List<SafetyNet.Found> found) {
        List<UUID> lost = found.stream()
                .filter(message -> dispatcher.needsDelivery(message.id(), message.sender(), message.receiver()))
                .map(SafetyNet.Found::id)
                .toList();
        if (lost.isEmpty()) {
            return Future.succeededFuture();
        }
        return chat.findSaved(lost)
                .onSuccess(some -> metrics.repaired.increment(dispatcher.deliver(some)))
                .mapEmpty();
    }

    /** Closes the sockets of those who may not be here any more. */
    private Future<Void> closeIfRevoked(List<UUID> people) {
        List<UUID> here = people.stream().filter(sockets::isConnected).toList();
        List<UUID> some = here.subList(0, Math.min(MAX_ACCOUNTS, here.size()));
        if (some.isEmpty()) {
            return Future.succeededFuture();
        }
        return directory
                .reload(some)
                .compose(reloaded -> Future.join(some.stream()
                        .flatMap(person -> sockets.socketsOf(person).stream())
                        .map(this::closeIfRevoked)
                        .toList()))
                .compose(closed -> closeIfRevoked(here.subList(some.size(), here.size())));
    }

    private Future<Void> closeIfRevoked(ChatSocket socket) {
        return directory.identify(socket.claims()).<Void>mapEmpty().recover(error -> {
            if (error instanceof Failure.Unauthenticated refusal) {
                boolean isDeactivated = refusal.code().equals("user_deactivated");
                socket.closeFromAnyThread(isDeactivated ? CloseCode.DEACTIVATED : CloseCode.TOKEN_EXPIRED);
                return Future.succeededFuture();
            }
            return Future.failedFuture(error);
        });
    }
}
