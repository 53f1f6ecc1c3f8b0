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
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds this node's sockets and pushes to them what concerns their people: at once what the event bus tells, and within seconds
 * what it lost.
 */
public final class ChatVerticle extends VerticleBase {
    private static final long SWEEP_MS = 1_000;
    private static final Logger LOG = LoggerFactory.getLogger(ChatVerticle.class);

    private final Events events;
    private final ChatService chat;
    private final SafetyNet safetyNet;
    private final SocketHub sockets;
    private final MessageDispatcher dispatcher;
    private final RemoteMessageFetcher remoteMessages;
    private final Duration lookEvery;
    private boolean isLooking;
    private boolean isToLookAgain;
    private long nextLook;

    /** @param lookEvery how long the safety net waits between two looks */
    public ChatVerticle(Database database, Events events, ChatService chat, SocketHub sockets, Duration lookEvery) {
        this.events = events;
        this.chat = chat;
        this.sockets = sockets;
        this.safetyNet = new SafetyNet(database);
        this.dispatcher = new MessageDispatcher(sockets, lookEvery);
        this.remoteMessages = new RemoteMessageFetcher(chat::saved, dispatcher);
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
                        return Future.join(repair(messages), sockets.closeIfRevoked(accounts))
                                .mapEmpty();
                    }

                    @Override
                    public Future<Void> serverChanged() {
                        LOG.info("The database server has changed: reading the accounts of all open sockets again");
                        return sockets.closeIfRevoked(sockets.users());
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
        return chat.saved(lost)
                .onSuccess(some -> sockets.metrics().repaired.increment(dispatcher.deliver(some)))
                .mapEmpty();
    }
}
