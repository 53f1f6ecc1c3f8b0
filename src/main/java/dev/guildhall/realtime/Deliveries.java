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
final class Deliveries {
    /**
     * At least for some looks; what one finds is remembered anew, as an old transaction may keep it in sight for longer. And for
     * what the safety net hands on again once the database server has changed.
     */
    private static final Duration REMEMBERED = Duration.ofMinutes(3);

    /** Beyond it the oldest are forgotten, and may be pushed twice: devices know a message by its id. About 20 MB. */
    private static final int MAX_REMEMBERED = 200_000;

    private static final int LOOKS_REMEMBERED = 3;

    /** Of more than this at once for one person each device is told at its own pace: a queue of 256 would not hold them all. */
    private static final int MANY = 64;

    private final Sockets sockets;
    private final ChatMetrics metrics;
    /**
     * What was told lately to whoever was here, so that the safety net tells the rest only. Those who come later hear of it in
     * their hello, be it that an old transaction lets the net find it again.
     */
    private final Cache<UUID, Boolean> told;

    /** @param lookEvery how long the safety net waits between two looks */
    Deliveries(Sockets sockets, ChatMetrics metrics, Duration lookEvery) {
        Duration looks = lookEvery.multipliedBy(LOOKS_REMEMBERED);
        this.sockets = sockets;
        this.metrics = metrics;
        this.told = Caffeine.newBuilder()
                .expireAfterAccess(looks.compareTo(REMEMBERED) > 0 ? looks : REMEMBERED)
                .maximumSize(MAX_REMEMBERED)
                .build();
    }

    boolean concerns(UUID sender, UUID receiver) {
        return sockets.holds(receiver) || sockets.holds(sender);
    }

    /** Whether somebody here is still to be told; from now on nobody is where nobody is here. */
    boolean isMissing(UUID message, Optional<UUID> sender, Optional<UUID> receiver) {
        if (told.getIfPresent(message) != null) {
            return false;
        }
        boolean isHere = Stream.of(sender, receiver)
                .anyMatch(one -> one.filter(sockets::holds).isPresent());
        if (!isHere) {
            told.put(message, true);
        }
        return isHere;
    }

    void deliver(MessageSaved saved) {
        if (isNews(saved)) {
            toReceiver(saved);
            toSender(saved);
        }
    }

    /** Several at once, in the order of each conversation; how many of them were news. */
    @CanIgnoreReturnValue
    int deliver(List<MessageSaved> some) {
        List<MessageSaved> news = some.stream().filter(this::isNews).toList();
        Map<UUID, Map<UUID, Long>> behind = behind(news);
        for (MessageSaved saved : news) {
            if (!behind.containsKey(saved.message().receiverId())) {
                toReceiver(saved);
            }
            if (!behind.containsKey(saved.message().senderId())) {
                toSender(saved);
            }
        }
        behind.forEach((person, after) -> sockets.of(person).forEach(socket -> socket.repair(after)));
        return news.size();
    }

    /** Those whom much of this concerns: after which number they lack what was said with whom. */
    private static Map<UUID, Map<UUID, Long>> behind(List<MessageSaved> news) {
        Map<UUID, Map<UUID, Long>> behind = new HashMap<>();
        Map<UUID, Integer> counts = new HashMap<>();
        for (MessageSaved saved : news) {
            Message message = saved.message();
            lacks(message.receiverId(), message.senderId(), message, behind, counts);
            lacks(message.senderId(), message.receiverId(), message, behind, counts);
        }
        behind.keySet().removeIf(person -> counts.getOrDefault(person, 0) <= MANY);
        return behind;
    }

    private static void lacks(
            UUID person, UUID peer, Message message, Map<UUID, Map<UUID, Long>> behind, Map<UUID, Integer> counts) {
        behind.computeIfAbsent(person, first -> new HashMap<>()).merge(peer, message.seq() - 1, Math::min);
        counts.merge(person, 1, Integer::sum);
    }

    private boolean isNews(MessageSaved saved) {
        Message message = saved.message();
        return told.asMap().putIfAbsent(message.id(), true) == null
                && concerns(message.senderId(), message.receiverId());
    }

    private void toReceiver(MessageSaved saved) {
        push(
                sockets.of(saved.message().receiverId()),
                saved.message().senderId(),
                new Frame.MessageNew(saved.message(), saved.receiverUnread()));
    }

    private void toSender(MessageSaved saved) {
        List<ChatSocket> others = sockets.of(saved.message().senderId()).stream()
                .filter(socket -> !socket.id().equals(saved.connection()))
                .toList();
        push(others, saved.message().receiverId(), new Frame.MessageNew(saved.message(), saved.senderUnread()));
    }

    private void push(List<ChatSocket> theirs, UUID peer, Frame.MessageNew frame) {
        if (!theirs.isEmpty()) {
            String text = Frame.encode(frame);
            theirs.forEach(socket -> socket.push(peer, frame.message().seq(), text));
            metrics.delivered.increment(theirs.size());
        }
    }
}
