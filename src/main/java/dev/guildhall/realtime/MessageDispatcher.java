package dev.guildhall.realtime;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.guildhall.chat.Message;
import dev.guildhall.chat.MessageSaved;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Pushes messages to the sockets of this node, each message once, whether the bus, another node or the safety net brings it. */
final class MessageDispatcher {
    /**
     * The safety net finds a message again at each check while an old transaction runs, which renews this time, and once more after
     * the database server has changed.
     */
    private static final Duration DELIVERED_KEPT_FOR = Duration.ofMinutes(3);

    private static final int CHECKS_KEPT = 3;

    /** If one user gets more than this at once, each socket gets them at its own pace: a queue of 256 would not hold them all. */
    private static final int MAX_PUSHED_PER_USER = 64;

    private final SocketHub sockets;
    /**
     * The messages that were delivered lately to all who were connected, so that the safety net delivers only others. A client that
     * connects later gets them by sync. What is forgotten too early may be pushed twice: clients know a message by its id.
     */
    private final DeliveredMessages delivered;

    /** @param checkInterval how long the safety net waits between two checks */
    MessageDispatcher(SocketHub sockets, Duration checkInterval) {
        Duration someChecks = checkInterval.multipliedBy(CHECKS_KEPT);
        this.sockets = sockets;
        this.delivered = new DeliveredMessages(
                someChecks.compareTo(DELIVERED_KEPT_FOR) > 0 ? someChecks : DELIVERED_KEPT_FOR, System::nanoTime);
    }

    /** Whether somebody here still has to get it. If nobody is connected now, nobody will: whoever connects later gets it by sync. */
    boolean needsDelivery(UUID message, Optional<UUID> sender, Optional<UUID> receiver) {
        if (delivered.contains(message)) {
            return false;
        }
        boolean isForThisNode = Stream.of(sender, receiver)
                .anyMatch(user -> user.filter(sockets::isConnected).isPresent());
        if (!isForThisNode) {
            delivered.add(message);
        }
        return isForThisNode;
    }

    void deliver(MessageSaved saved) {
        if (markDelivered(saved)) {
            pushToReceiver(saved);
            pushToSender(saved);
        }
    }

    /** Delivers several, in the order of each conversation; returns how many of them had not been delivered. */
    @CanIgnoreReturnValue
    int deliver(List<MessageSaved> some) {
        List<MessageSaved> undelivered =
                some.stream().filter(this::markDelivered).toList();
        Map<UUID, Map<UUID, Long>> backlogs = backlogs(undelivered);
        for (MessageSaved saved : undelivered) {
            if (!backlogs.containsKey(saved.message().receiverId())) {
                pushToReceiver(saved);
            }
            if (!backlogs.containsKey(saved.message().senderId())) {
                pushToSender(saved);
            }
        }
        backlogs.forEach((user, after) -> sockets.socketsOf(user).forEach(socket -> socket.repair(after)));
        return undelivered.size();
    }

    /** For each user who gets many of these, and each peer: after which seq messages are missing. */
    private static Map<UUID, Map<UUID, Long>> backlogs(List<MessageSaved> undelivered) {
        Map<UUID, Map<UUID, Long>> backlogs = new HashMap<>();
        Map<UUID, Integer> counts = new HashMap<>();
        for (MessageSaved saved : undelivered) {
            Message message = saved.message();
            addToBacklog(message.receiverId(), message.senderId(), message, backlogs, counts);
            addToBacklog(message.senderId(), message.receiverId(), message, backlogs, counts);
        }
        backlogs.keySet().removeIf(user -> counts.getOrDefault(user, 0) <= MAX_PUSHED_PER_USER);
        return backlogs;
    }

    private static void addToBacklog(
            UUID user, UUID peer, Message message, Map<UUID, Map<UUID, Long>> backlogs, Map<UUID, Integer> counts) {
        backlogs.computeIfAbsent(user, first -> new HashMap<>()).merge(peer, message.seq() - 1, Math::min);
        counts.merge(user, 1, Integer::sum);
    }

    private boolean markDelivered(MessageSaved saved) {
        Message message = saved.message();
        return delivered.add(message.id()) && sockets.isAnyConnected(message.senderId(), message.receiverId());
    }

    private void pushToReceiver(MessageSaved saved) {
        push(
                sockets.socketsOf(saved.message().receiverId()),
                saved.message().senderId(),
                new Frame.MessageNew(saved.message(), saved.receiverUnread()));
    }

    private void pushToSender(MessageSaved saved) {
        List<ChatSocket> others = sockets.socketsOf(saved.message().senderId()).stream()
                .filter(socket -> !socket.id().equals(saved.connection()))
                .toList();
        push(others, saved.message().receiverId(), new Frame.MessageNew(saved.message(), saved.senderUnread()));
    }

    private void push(List<ChatSocket> receivers, UUID peer, Frame.MessageNew frame) {
        if (!receivers.isEmpty()) {
            String text = Frame.encode(frame);
            receivers.forEach(socket -> socket.push(peer, frame.message().seq(), text));
            sockets.metrics().delivered.increment(receivers.size());
        }
    }
}
