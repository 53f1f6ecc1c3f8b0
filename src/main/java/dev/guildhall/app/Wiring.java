package dev.guildhall.app;

import static java.util.Objects.requireNonNull;

import dev.guildhall.auth.Authentication;
import dev.guildhall.auth.CorsPolicy;
import dev.guildhall.auth.Jwks;
import dev.guildhall.auth.JwksConfig;
import dev.guildhall.auth.OriginPolicy;
import dev.guildhall.auth.Secret;
import dev.guildhall.auth.TokenAuthentication;
import dev.guildhall.bus.Events;
import dev.guildhall.bus.NodeBridge;
import dev.guildhall.chat.ChatRoutes;
import dev.guildhall.chat.ChatService;
import dev.guildhall.db.Database;
import dev.guildhall.gig.GigRoutes;
import dev.guildhall.gig.GigService;
import dev.guildhall.gig.SearchWords;
import dev.guildhall.http.ApiDependencies;
import dev.guildhall.http.ApiRouter;
import dev.guildhall.http.CursorSecret;
import dev.guildhall.http.DocsRoutes;
import dev.guildhall.http.HandshakeQueue;
import dev.guildhall.http.HealthRoutes;
import dev.guildhall.http.Idempotency;
import dev.guildhall.http.Metrics;
import dev.guildhall.http.MetricsRoutes;
import dev.guildhall.http.RequestLimit;
import dev.guildhall.http.RequestMetrics;
import dev.guildhall.http.Routes;
import dev.guildhall.http.WriteRate;
import dev.guildhall.moderation.ModerationRoutes;
import dev.guildhall.moderation.ModerationService;
import dev.guildhall.order.ClockRoutes;
import dev.guildhall.order.OrderClock;
import dev.guildhall.order.OrderRoutes;
import dev.guildhall.order.OrderService;
import dev.guildhall.order.ProposalService;
import dev.guildhall.order.StatementService;
import dev.guildhall.realtime.ChatVerticle;
import dev.guildhall.realtime.SocketHub;
import dev.guildhall.realtime.SocketRoutes;
import dev.guildhall.realtime.Tickets;
import dev.guildhall.review.ReviewRoutes;
import dev.guildhall.review.ReviewService;
import dev.guildhall.text.Characters;
import dev.guildhall.text.LanguageTag;
import dev.guildhall.user.AccountRoutes;
import dev.guildhall.user.AccountService;
import dev.guildhall.user.CallerLookup;
import dev.guildhall.user.IdentityService;
import dev.guildhall.user.SignInService;
import dev.guildhall.user.UserRoutes;
import dev.guildhall.user.UserService;
import io.micrometer.core.instrument.FunctionCounter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Creates all services and passes them to the objects that need them. */
final class Wiring {
    private static final Duration SHORT_INTERVAL = Duration.ofSeconds(5);
    private static final Duration LONG_INTERVAL = Duration.ofMinutes(1);
    private static final int MAX_PRUNED = 1_000;

    private final Config config;
    private final Database database;
    private final CallerLookup callers;
    private final @Nullable Jwks jwks;
    private final AccountService accounts;
    private final SearchWords searchWords;
    private final OrderService orders;
    private final @Nullable NodeBridge bridge;
    private final SocketHub sockets;
    private final ChatVerticle chatVerticle;
    private final MaintenanceVerticle maintenance;
    private final HealthRoutes health;
    private final RequestLimit requestLimit;
    private final HandshakeQueue handshakes;
    private final RequestMetrics requestMetrics;
    private final Idempotency idempotency;
    private final Supplier<String> publicUrl;
    private final WriteRate writes;
    private final List<Routes> features;
    /** Only for the frontend's server. */
    private final List<Routes> internal;

    private volatile @Nullable Secret cursorSecret;

    Wiring(
            Config config,
            Vertx vertx,
            Database database,
            Metrics metrics,
            Supplier<String> publicUrl,
            BooleanSupplier isDraining) {
        Characters.load();
        LanguageTag.load();
        this.config = config;
        this.database = database;
        this.publicUrl = publicUrl;
        this.requestLimit = new RequestLimit(metrics.registry());
        this.handshakes = new HandshakeQueue(metrics.registry());
        this.requestMetrics = new RequestMetrics(metrics.registry());
        this.writes = new WriteRate(config.limits().writeRate());
        FunctionCounter.builder("log.lines.dropped", LogQueue.class, queue -> LogQueue.dropped())
                .description("Lines of the log that were dropped because stdout was too slow")
                .register(metrics.registry());
        this.callers = new CallerLookup(database);
        JwksConfig provider = config.tokens().jwks();
        this.jwks = provider == null ? null : new Jwks(vertx, provider);
        this.bridge = config.cluster() ? new NodeBridge(database, metrics.registry()) : null;
        Events events = new Events(vertx, bridge);
        this.orders = new OrderService(
                database, events, config.orderTimeouts(), config.limits().maxOpenOrders(), metrics.registry());
        GigService gigs = new GigService(database, config.currency());
        this.searchWords = new SearchWords(database);
        SignInService signIns = new SignInService(vertx, database, callers, metrics.registry());
        this.accounts =
                new AccountService(vertx, database, callers, signIns, config.adminEmails(), gigs::deactivateAll);
        ChatService chat = new ChatService(database, events, config.limits());
        Tickets tickets = new Tickets(database);
        this.sockets = new SocketHub(vertx, database, chat, callers, tickets, metrics.registry());
        this.chatVerticle = new ChatVerticle(database, events, chat, sockets, callers, config.safetyNetInterval());
        SocketRoutes socketRoutes = new SocketRoutes(sockets, tickets);
        this.idempotency = new Idempotency(database);
        this.maintenance = new MaintenanceVerticle(
                metrics.registry(),
                isDraining,
                List.of(
                        new ScheduledTask(
                                "order-deadlines",
                                SHORT_INTERVAL,
                                OrderService.MAX_DUE,
                                () -> orders.moveDue(isDraining)),
                        new ScheduledTask(
                                "overdue-disputes",
                                LONG_INTERVAL,
                                1,
                                () -> orders.measureOverdueDisputes().map(0)),
                        new ScheduledTask("gig-search", SHORT_INTERVAL, SearchWords.MAX_REMADE, searchWords::remake),
                        new ScheduledTask(
                                "search-words", LONG_INTERVAL, SearchWords.MIN_UNUSED_TO_GO_ON, searchWords::prune),
                        pruning("ended-appeals", orders::pruneAppeals),
                        pruning("idempotency-keys", idempotency::prune),
                        pruning("tickets", tickets::prune),
                        pruning("conversation-starts", chat::pruneStarts),
                        pruning("sign-in-failures", signIns::pruneFailures),
                        pruning("sign-in-addresses", signIns::pruneAddresses)));
        this.health = new HealthRoutes(database, isDraining);
        // A request is compared with the routes in their order, so those with many requests come first.
        this.features = new ArrayList<>(List.of(
                new UserRoutes(new UserService(database, callers), accounts),
                new ChatRoutes(chat),
                socketRoutes,
                new GigRoutes(gigs),
                new OrderRoutes(
                        orders,
                        new ProposalService(database, events, orders),
                        new StatementService(database, events),
                        config.orderTimeouts()),
                new ReviewRoutes(new ReviewService(database, events)),
                new ModerationRoutes(new ModerationService(database)),
                new DocsRoutes(vertx),
                health));
        this.internal = List.of(new AccountRoutes(accounts, signIns, new IdentityService(database, callers)));
        if (config.http().internalPort() == null) {
            features.addAll(internal);
        }
        if (config.isForDevelopment()) {
            features.add(new ClockRoutes(new OrderClock(database)));
        }
        // Not in production: a request from a proxy cannot be told apart from a local one.
        if (config.http().metricsPort() == null && config.isForDevelopment()) {
            features.add(new MetricsRoutes(vertx, metrics));
        }
    }

    /** Null if this node exchanges no events with other nodes. */
    @Nullable
    NodeBridge bridge() {
        return bridge;
    }

    SocketHub sockets() {
        return sockets;
    }

    ChatVerticle chat() {
        return chatVerticle;
    }

    HealthRoutes health() {
        return health;
    }

    RequestMetrics requestMetrics() {
        return requestMetrics;
    }

    MaintenanceVerticle maintenance() {
        return maintenance;
    }

    /** Fetches the keys of the identity provider from now on; called once. Never fails. */
    Future<Void> fetchKeys() {
        return jwks == null ? Future.succeededFuture() : jwks.start();
    }

    /** Does what is needed in the database before the first request; may be called again if it fails. */
    Future<Void> prepare() {
        return accounts.prepare()
                .compose(prepared -> orders.prepare())
                .compose(prepared -> searchWords.setDefaultLanguage(config.defaultLanguage()))
                .compose(replaced -> CursorSecret.read(database))
                .onSuccess(this::useCursorSecret)
                .mapEmpty();
    }

    void useCursorSecret(Secret secret) {
        cursorSecret = secret;
    }

    Router router(Vertx vertx) {
        return router(vertx, features);
    }

    /** The router for a separate port of {@code /internal}. */
    Router internalRouter(Vertx vertx) {
        return router(vertx, internal);
    }

    private Router router(Vertx vertx, List<Routes> routes) {
        OriginPolicy origins = new OriginPolicy(config.http().allowedOrigins());
        Authentication authentication = new Authentication(
                new TokenAuthentication(vertx, config.tokens(), jwks, Clock.systemUTC()),
                origins,
                callers::identify,
                config.serviceToken());
        ApiDependencies dependencies = new ApiDependencies(
                authentication,
                new CorsPolicy(origins, config.http().allowedHeaders()),
                requestMetrics,
                requestLimit,
                handshakes,
                writes,
                requireNonNull(cursorSecret, "prepare() has to complete first"),
                idempotency,
                publicUrl);
        return ApiRouter.create(vertx, dependencies, routes);
    }

    private static ScheduledTask pruning(String name, IntFunction<Future<Integer>> prune) {
        return new ScheduledTask(name, LONG_INTERVAL, MAX_PRUNED, () -> prune.apply(MAX_PRUNED));
    }
}
