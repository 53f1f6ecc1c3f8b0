package dev.guildhall.realtime;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
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

/** Pushes messages to this node's sockets, each message once, be it told by the bus, by another node or by the safety net. */
final class MessageDispatcher {
    /**
     * At least for some looks; what one finds is remembered anew, as an old transaction may keep it in sight for longer. And for
     * what the safety net hands on again once the database server has changed.
     */
    private static final Duration DELIVERED_KEPT_FOR = Duration.ofMinutes(3);

    /** Beyond it the oldest are forgotten, and may be pushed twice: devices know a message by its id. About 20 MB. */
    private static final int MAX_DELIVERED_KEPT = 200_000;

    private static final int CHECKS_KEPT = 3;

    /** Of more than this at once for one person each device is told at its own pace: a queue of 256 would not hold them all. */
    private static final int MAX_PUSHED_PER_USER = 64;

    private final SocketHub sockets;
    /**
     * What was told lately to whoever was here, so that the safety net tells the rest only. Those who come later hear of it in
     * their hello, be it that an old transaction lets the net find it again.
     */
    private final Cache<UUID, Boolean> delivered;

    /** @param lookEvery how long the safety net waits between two looks */
    MessageDispatcher(SocketHub sockets, Duration lookEvery) {
        Duration looks = lookEvery.multipliedBy(CHECKS_KEPT);
        this.sockets = sockets;
        this.delivered = Caffeine.newBuilder()
                .expireAfterAccess(looks.compareTo(DELIVERED_KEPT_FOR) > 0 ? looks : DELIVERED_KEPT_FOR)
                .maximumSize(MAX_DELIVERED_KEPT)
                .build();
    }

    boolean isForThisNode(UUID sender, UUID receiver) {
        return sockets.isConnected(receiver) || sockets.isConnected(sender);
    }

    /** Whether somebody here is still to be told; from now on nobody is where nobody is here. */
    boolean needsDelivery(UUID message, Optional<UUID> sender, Optional<UUID> receiver) {
        if (delivered.getIfPresent(message) != null) {
            return false;
        }
        boolean isHere = Stream.of(sender, receiver)
                .anyMatch(one -> one.filter(sockets::isConnected).isPresent());
        if (!isHere) {
            delivered.put(message, true);
        }
        return isHere;
    }

    void deliver(MessageSaved saved) {
        if (markDelivered(saved)) {
            toReceiver(saved);
            toSender(saved);
        }
    }

    /** Several at once, in the order of each conversation; how many of them were news. */
    @CanIgnoreReturnValue
    int deliver(List<MessageSaved> some) {
        List<MessageSaved> undelivered =
                some.stream().filter(this::markDelivered).toList();
        Map<UUID, Map<UUID, Long>> backlogs = backlogs(undelivered);
        for (MessageSaved saved : undelivered) {
            if (!backlogs.containsKey(saved.message().receiverId())) {
                toReceiver(saved);
            }
            if (!backlogs.containsKey(saved.message().senderId())) {
                toSender(saved);
            }
        }
        backlogs.forEach((person, after) -> sockets.socketsOf(person).forEach(socket -> socket.repair(after)));
        return undelivered.size();
    }

    /** Those whom much of this concerns: after which number they lack what was said with whom. */
    private static Map<UUID, Map<UUID, Long>> backlogs(List<MessageSaved> undelivered) {
        Map<UUID, Map<UUID, Long>> backlogs = new HashMap<>();
        Map<UUID, Integer> counts = new HashMap<>();
        for (MessageSaved saved : undelivered) {
            Message message = saved.message();
            addToBacklog(message.receiverId(), message.senderId(), message, backlogs, counts);
            addToBacklog(message.senderId(), message.receiverId(), message, backlogs, counts);
        }
        backlogs.keySet().removeIf(person -> counts.getOrDefault(person, 0) <= MAX_PUSHED_PER_USER);
        return backlogs;
    }

    private static void addToBacklog(
            UUID person, UUID peer, Message message, Map<UUID, Map<UUID, Long>> backlogs, Map<UUID, Integer> counts) {
        backlogs.computeIfAbsent(person, first -> new HashMap<>()).merge(peer, message.seq() - 1, Math::min);
        counts.merge(person, 1, Integer::sum);
    }

    private boolean markDelivered(MessageSaved saved) {
        Message message = saved.message();
        return delivered.asMap().putIfAbsent(message.id(), true) == null
                && isForThisNode(message.senderId(), message.receiverId());
    }

    private void toReceiver(MessageSaved saved) {
        push(
                sockets.socketsOf(saved.message().receiverId()),
                saved.message().senderId(),
                new Frame.MessageNew(saved.message(), saved.receiverUnread()));
    }

    private void toSender(MessageSaved saved) {
        List<ChatSocket> others = sockets.socketsOf(saved.message().senderId()).stream()
                .filter(socket -> !socket.id().equals(saved.connection()))
                .toList();
        push(others, saved.message().receiverId(), new Frame.MessageNew(saved.message(), saved.senderUnread()));
    }

    private void push(List<ChatSocket> theirs, UUID peer, Frame.MessageNew frame) {
        if (!theirs.isEmpty()) {
            String text = Frame.encode(frame);
            theirs.forEach(socket -> socket.push(peer, frame.message().seq(), text));
            sockets.metrics().delivered.increment(theirs.size());
        }
    }
}
