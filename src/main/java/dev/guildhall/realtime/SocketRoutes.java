package dev.guildhall.realtime;

import dev.guildhall.failure.Failure;
import dev.guildhall.http.Api;
import dev.guildhall.http.Handshake;
import dev.guildhall.http.Reply;
import dev.guildhall.http.Request;
import dev.guildhall.http.Routes;
import io.vertx.core.Future;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens sockets, and issues the tickets by which pages of other sites can open one. */
public final class SocketRoutes implements Routes {
    private static final Logger LOG = LoggerFactory.getLogger(SocketRoutes.class);

    private final SocketHub sockets;
    private final Tickets tickets;

    public SocketRoutes(SocketHub sockets, Tickets tickets) {
        this.sockets = sockets;
        this.tickets = tickets;
    }

    @Override
    public void mount(Api api) {
        api.socket("/ws/:user_id", tickets::redeem, this::open);
        api.socketTicket("/ws-tickets", this::issue);
    }

    private void open(Handshake handshake) {
        UUID user = handshake.id("user_id");
        if (!handshake.isUpgrade()) {
            throw new Failure.Malformed("malformed_request", "This path speaks WebSocket only, version 13.");
        }
        if (!user.equals(handshake.caller().id())) {
            throw new Failure.Forbidden("forbidden", "Everybody opens their own socket.");
        }
        sockets.checkCapacity(user);
        SocketChannel channel = new SocketChannel(handshake.channel());
        handshake
                .accept(socket -> sockets.register(user, handshake.claims(), socket, channel))
                .onFailure(error -> LOG.debug("The handshake of user {} failed", user, error));
    }

    /** Refuses for the same reasons as the handshake: a browser does not show a page why its handshake was refused. */
    private Future<Reply> issue(Request request) {
        request.body().check();
        sockets.checkCapacity(request.caller().id());
        return tickets.issue(request.caller().id(), request.claims()).map(Reply::created);
    }
}
