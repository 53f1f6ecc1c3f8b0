package dev.guildhall.realtime;

import dev.guildhall.limit.Limits;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The sockets of this node by their person; safe for use from every thread. */
final class SocketHub {
    private final Map<UUID, List<ChatSocket>> byUser = new ConcurrentHashMap<>();

    boolean hasRoomFor(UUID user) {
        return socketsOf(user).size() < Limits.MAX_SOCKETS_OF_ONE_USER;
    }

    boolean isConnected(UUID user) {
        return byUser.containsKey(user);
    }

    /** Everybody who has a socket here. */
    List<UUID> users() {
        return List.copyOf(byUser.keySet());
    }

    List<ChatSocket> socketsOf(UUID user) {
        return byUser.getOrDefault(user, List.of());
    }

    /** False where this person has too many already, since several may have been let in at once. */
    boolean add(ChatSocket socket) {
        return byUser.merge(
                        socket.user(),
                        List.of(socket),
                        (some, one) -> some.size() < Limits.MAX_SOCKETS_OF_ONE_USER
                                ? Stream.concat(some.stream(), one.stream()).toList()
                                : some)
                .contains(socket);
    }

    void remove(ChatSocket socket) {
        byUser.computeIfPresent(socket.user(), (user, sockets) -> {
            List<ChatSocket> left =
                    sockets.stream().filter(other -> other != socket).toList();
            return left.isEmpty() ? null : left;
        });
    }

    void forEach(Consumer<ChatSocket> action) {
        byUser.values().forEach(sockets -> sockets.forEach(action));
    }

    int size() {
        return byUser.values().stream().mapToInt(List::size).sum();
    }

    boolean isEmpty() {
        return byUser.isEmpty();
    }
}
