package dev.guildhall.realtime;

import dev.guildhall.bus.BridgeOpened;
import dev.guildhall.bus.Events;
import dev.guildhall.chat.ChatService;
import dev.guildhall.chat.MessageRead;
import dev.guildhall.chat.MessageSaved;
import dev.guildhall.chat.MessageSavedRemotely;
import dev.guildhall.chat.TypingStarted;
import dev.guildhall.db.Database;
import dev.guildhall.order.OrderUpdated;
import dev.guildhall.review.ReviewPosted;
import dev.guildhall.user.CallerLookup;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Delivers events to the sockets of this node at once, and within seconds the messages that the event bus lost. */
public final class ChatVerticle extends VerticleBase {
    private static final long SOCKET_CHECK_MS = 1_000;
    private static final Logger LOG = LoggerFactory.getLogger(ChatVerticle.class);

    private final Events events;
    private final ChatService chat;
    private final SafetyNet safetyNet;
    private final SocketHub sockets;
    private final CallerLookup callers;
    private final MessageDispatcher dispatcher;
    private final RemoteMessageFetcher remoteMessages;
    private final Duration checkInterval;
    /** True also before the first check. */
    private boolean isChecking = true;

    private boolean isCheckRequested;
    private long nextCheck;

    /** @param checkInterval how long the safety net waits between two checks */
    public ChatVerticle(
            Database database,
            Events events,
            ChatService chat,
            SocketHub sockets,
            CallerLookup callers,
            Duration checkInterval) {
        this.events = events;
        this.chat = chat;
        this.sockets = sockets;
        this.callers = callers;
        this.safetyNet = new SafetyNet(database);
        this.dispatcher = new MessageDispatcher(sockets, checkInterval);
        this.remoteMessages = new RemoteMessageFetcher(chat, dispatcher);
        this.checkInterval = checkInterval;
    }

    @Override
    public Future<?> start() {
        events.on(MessageSaved.TOPIC, dispatcher::deliver);
        events.on(
                MessageSavedRemotely.TOPIC,
                saved -> sockets.isAnyConnected(saved.sender(), saved.receiver()),
                remoteMessages::fetch);
        events.on(BridgeOpened.TOPIC, opened -> checkNow());
        events.on(MessageRead.TOPIC, read -> sockets.isAnyConnected(read.reader(), read.peer()), this::deliver);
        events.on(
                TypingStarted.TOPIC,
                typing -> sockets.isConnected(typing.peer()),
                typing -> sockets.socketsOf(typing.peer())
                        .forEach(socket -> socket.pushIfIdle(new Frame.Typing(typing.writer()))));
        events.on(
                OrderUpdated.TOPIC,
                order -> sockets.isAnyConnected(order.clientId(), order.freelancerId()),
                this::deliver);
        events.on(
                ReviewPosted.TOPIC,
                review -> sockets.isAnyConnected(review.reviewerId(), review.revieweeId()),
                review -> push(
                        new Frame.ReviewWasPosted(review.reviewId(), review.orderId()),
                        review.reviewerId(),
                        review.revieweeId()));
        vertx.setPeriodic(SOCKET_CHECK_MS, tick -> sockets.forEach(ChatSocket::check));
        // If the database cannot be reached now, the first check sets where to begin.
        return safetyNet.begin().otherwiseEmpty().onSuccess(begun -> check());
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

    private void push(Frame frame, UUID... users) {
        List<ChatSocket> receivers = Stream.of(users)
                .flatMap(user -> sockets.socketsOf(user).stream())
                .toList();
        if (!receivers.isEmpty()) {
            String text = Frame.encode(frame);
            receivers.forEach(socket -> socket.push(text));
        }
    }

    /** Checks at once, or again after the current check, which may have begun too early. */
    private void checkNow() {
        if (isChecking) {
            isCheckRequested = true;
        } else if (vertx.cancelTimer(nextCheck)) {
            check();
        }
    }

    private void check() {
        isChecking = true;
        long startedAt = System.nanoTime();
        safetyNet
                .check(new SafetyNet.Listener() {
                    @Override
                    public Future<Void> found(List<SafetyNet.Found> messages, List<UUID> accounts) {
                        accounts.forEach(callers::forget);
                        return Future.join(deliverLost(messages), sockets.closeIfRevoked(accounts))
                                .mapEmpty();
                    }

                    @Override
                    public Future<Void> accountsMayHaveChanged() {
                        callers.forgetAll();
                        return sockets.closeIfRevoked(sockets.users());
                    }
                })
                .onSuccess(done -> callers.changesFound(startedAt))
                .onFailure(error -> LOG.debug("The safety net cannot read the database, trying again", error))
                .onComplete(done -> {
                    isChecking = false;
                    nextCheck = vertx.setTimer(isCheckRequested ? 1 : checkInterval.toMillis(), tick -> check());
                    isCheckRequested = false;
                });
    }

    private Future<Void> deliverLost(List<SafetyNet.Found> found) {
        List<UUID> lost = found.stream()
                .filter(message -> dispatcher.needsDelivery(message.id(), message.sender(), message.receiver()))
                .map(SafetyNet.Found::id)
                .toList();
        if (lost.isEmpty()) {
            return Future.succeededFuture();
        }
        return chat.findSaved(lost)
                .onSuccess(some -> sockets.metrics().repaired.increment(dispatcher.deliver(some)))
                .mapEmpty();
    }
}
