package dev.guildhall.app;

import dev.guildhall.bus.Events;
import dev.guildhall.chat.ChatRoutes;
import dev.guildhall.chat.ChatService;
import dev.guildhall.chat.ChatVerticle;
import dev.guildhall.chat.SocketRoutes;
import dev.guildhall.db.Database;
import dev.guildhall.http.ApiRouter;
import dev.guildhall.http.DocsRoutes;
import dev.guildhall.http.HealthRoutes;
import dev.guildhall.http.Routes;
import dev.guildhall.order.OrderRoutes;
import dev.guildhall.order.OrderService;
import dev.guildhall.user.Directory;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The only place where services are made and handed to those who need them. */
final class Wiring {
    private final Config config;
    private final Database database;
    private final Directory directory;
    private final ChatVerticle sockets;
    private final List<Routes> features;

    Wiring(Config config, Vertx vertx, Database database, BooleanSupplier isDraining) {
        this.config = config;
        this.database = database;
        this.directory = new Directory(database);
        Events events = new Events(vertx);
        ChatService chat = new ChatService(database, events, config.messageRate());
        this.sockets = new ChatVerticle(database, events, chat, directory);
        this.features = List.of(
                new HealthRoutes(database, isDraining),
                new DocsRoutes(vertx),
                new OrderRoutes(new OrderService(database, events)),
                new ChatRoutes(chat),
                new SocketRoutes(sockets, database));
    }

    ChatVerticle sockets() {
        return sockets;
    }

    Router router(Vertx vertx) {
        return ApiRouter.create(
                vertx, config.http(), config.tokens(), config.serviceToken(), database, directory::identify, features);
    }
}
