package dev.guildhall.realtime;

import dev.guildhall.auth.Claims;
import dev.guildhall.chat.ChatService;
import dev.guildhall.db.Database;
import dev.guildhall.failure.Failure;
import dev.guildhall.limit.Limits;
import dev.guildhall.user.CallerLookup;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The open sockets of this node by their user: who may have one, and when they must end. Safe for use from every thread. */
public final class SocketHub {
    /** Reconnections after a restart are spread over this time. */
    private static final int RECONNECT_WITHIN_MS = 5_000;

    /** How long received frames may take to be answered. */
    private static final long MAX_SETTLING_NS = 1_000_000_000L;

    /** How long received frames and then the closing handshakes may take. */
    private static final long MAX_DRAIN_MS = 1_500;
    /** How many accounts one statement reads. */
    private static final int MAX_ACCOUNTS = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(SocketHub.class);

    private final Vertx vertx;
    private final Database database;
    private final ChatService chat;
    private final CallerLookup callers;
    private final Tickets tickets;
    private final ChatMetrics metrics;
    private final Map<UUID, List<ChatSocket>> byUser = new ConcurrentHashMap<>();
    private final Promise<Void> drained = Promise.promise();
    /** Written by the thread that stops the node, read by all event loops. */
    private volatile boolean isDraining;

    public SocketHub(
            Vertx vertx,
            Database database,
            ChatService chat,
            CallerLookup callers,
            Tickets tickets,
            MeterRegistry registry) {
        this.vertx = vertx;
        this.database = database;
        this.chat = chat;
        this.callers = callers;
        this.tickets = tickets;
        this.metrics = new ChatMetrics(registry, this);
    }

    ChatMetrics metrics() {
        return metrics;
    }

    /** @throws Failure if this user cannot have another socket here now */
    void checkCapacity(UUID user) {
        if (isDraining) {
            throw new Failure.Unavailable("draining", "This node is shutting down. Connect again in a moment.");
        }
        if (socketsOf(user).size() >= Limits.MAX_SOCKETS_OF_ONE_USER) {
            throw new Failure.RateLimited(
                    "You have " + Limits.MAX_SOCKETS_OF_ONE_USER + " sockets here already.", Duration.ofSeconds(5));
        }
    }

    /** Takes over an upgraded connection, on its own event loop; completes when its client has got the hello, or will not get it. */
    Future<Void> register(UUID user, Claims claims, ServerWebSocket connection, SocketChannel channel) {
        if (connection.isClosed()) {
            return Future.succeededFuture();
        }
        ChatSocket socket = new ChatSocket(user, claims, connection, channel, database, chat, this::renew);
        boolean hasRoom = add(socket);
        socket.listen(code -> {
            remove(socket);
            metrics.closed(code);
            if (isDraining && byUser.isEmpty()) {
                drained.tryComplete();
            }
        });
        // Read only after the socket was added: a drain that has not begun by now will find it.
        if (isDraining) {
            socket.closeFromAnyThread(CloseCode.RESTART);
            return Future.succeededFuture();
        }
        if (!hasRoom) {
            socket.closeFromAnyThread(CloseCode.TRY_LATER);
            return Future.succeededFuture();
        }
        // The safety net may have found a deactivation after the handshake was allowed, and no socket to close yet.
        closeIfRevoked(socket)
                .onFailure(
                        error -> LOG.debug("Cannot check whether the user of socket {} is active", socket.id(), error));
        return socket.sendHello();
    }

    /** The claims of the newer token for which the ticket was issued; fails if it is not one of this user. */
    private Future<Claims> renew(UUID user, String ticket) {
        return tickets.redeem(ticket)
                .compose(claims -> callers.identify(claims).map(caller -> {
                    if (!caller.id().equals(user)) {
                        throw new Failure.Forbidden("forbidden", "This ticket is one of another user.");
                    }
                    return claims;
                }));
    }

    /** False where this user has too many already: several may have passed {@link #checkCapacity} at once. */
    private boolean add(ChatSocket socket) {
        return byUser.merge(
                        socket.user(),
                        List.of(socket),
                        (some, one) -> some.size() < Limits.MAX_SOCKETS_OF_ONE_USER
                                ? Stream.concat(some.stream(), one.stream()).toList()
                                : some)
                .contains(socket);
    }

    private void remove(ChatSocket socket) {
        byUser.computeIfPresent(socket.user(), (user, sockets) -> {
            List<ChatSocket> left =
                    sockets.stream().filter(other -> other != socket).toList();
            return left.isEmpty() ? null : left;
        });
    }

    boolean isConnected(UUID user) {
        return byUser.containsKey(user);
    }

    boolean isAnyConnected(UUID one, UUID other) {
        return isConnected(one) || isConnected(other);
    }

    /** Everybody who has a socket here. */
    List<UUID> users() {
        return List.copyOf(byUser.keySet());
    }

    List<ChatSocket> socketsOf(UUID user) {
        return byUser.getOrDefault(user, List.of());
    }

    void forEach(Consumer<ChatSocket> action) {
        byUser.values().forEach(sockets -> sockets.forEach(action));
    }

    int size() {
        return byUser.values().stream().mapToInt(List::size).sum();
    }

    /** Closes the sockets of those who may not have one any more. */
    Future<Void> closeIfRevoked(List<UUID> users) {
        List<UUID> here = users.stream().filter(this::isConnected).toList();
        List<UUID> some = here.subList(0, Math.min(MAX_ACCOUNTS, here.size()));
        if (some.isEmpty()) {
            return Future.succeededFuture();
        }
        return callers.reload(some)
                .compose(reloaded -> Future.join(some.stream()
                        .flatMap(user -> socketsOf(user).stream())
                        .map(this::closeIfRevoked)
                        .toList()))
                .compose(closed -> closeIfRevoked(here.subList(some.size(), here.size())));
    }

    private Future<Void> closeIfRevoked(ChatSocket socket) {
        return callers.identify(socket.claims()).<Void>mapEmpty().recover(error -> {
            if (error instanceof Failure.Unauthenticated refusal) {
                boolean isDeactivated = refusal.code().equals("user_deactivated");
                socket.closeFromAnyThread(isDeactivated ? CloseCode.DEACTIVATED : CloseCode.TOKEN_EXPIRED);
                return Future.succeededFuture();
            }
            return Future.failedFuture(error);
        });
    }

    /**
     * Takes no more sockets and closes the open ones, once what they have sent is answered. To be called before the node stops
     * listening, which would cut them off.
     */
    public Future<Void> drain() {
        isDraining = true;
        if (byUser.isEmpty()) {
            drained.tryComplete();
        } else {
            forEach(socket -> socket.drain(
                    new Frame.Drain(ThreadLocalRandom.current().nextInt(RECONNECT_WITHIN_MS)), MAX_SETTLING_NS));
            vertx.setTimer(MAX_DRAIN_MS, late -> drained.tryComplete());
        }
        return drained.future();
    }
}
