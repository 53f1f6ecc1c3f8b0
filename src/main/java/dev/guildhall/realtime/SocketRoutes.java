package dev.guildhall.realtime;

import dev.guildhall.db.Database;
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

/** The door to the sockets: the handshake, and the tickets that open it from other sites. */
public final class SocketRoutes implements Routes {
    private static final Logger LOG = LoggerFactory.getLogger(SocketRoutes.class);

    private final SocketHub sockets;
    private final Tickets tickets;

    public SocketRoutes(SocketHub sockets, Database database) {
        this.sockets = sockets;
        this.tickets = new Tickets(database);
    }

    @Override
    public void mount(Api api) {
        api.socket("/ws/:user_id", tickets::redeem, this::open);
        api.socketTicket("/ws-tickets", this::issue);
    }

    /** Forgets some of the tickets that nobody used in time; how many. */
    public Future<Integer> pruneTickets(int most) {
        return tickets.prune(most);
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
                .accept()
                .onSuccess(socket -> sockets.register(user, handshake.claims(), socket, channel))
                .onFailure(error -> LOG.debug("a handshake failed", error));
    }

    /** Refuses as the handshake would, since a browser cannot see why that was refused. */
    private Future<Reply> issue(Request request) {
        request.body().check();
        sockets.checkCapacity(request.caller().id());
        return tickets.issue(request.claims()).map(Reply::created);
    }
}
