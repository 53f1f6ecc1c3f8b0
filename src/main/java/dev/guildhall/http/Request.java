package dev.guildhall.http;

import dev.guildhall.auth.Authentication;
import dev.guildhall.auth.Caller;
import dev.guildhall.auth.Claims;
import dev.guildhall.db.Ids;
import dev.guildhall.db.LockKey;
import dev.guildhall.db.PageRequest;
import dev.guildhall.db.SharedWrites;
import dev.guildhall.db.Sharing;
import dev.guildhall.db.UnitOfWork;
import dev.guildhall.failure.Failure;
import dev.guildhall.failure.FieldCode;
import dev.guildhall.failure.FieldError;
import io.netty.util.NetUtil;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A request as an {@link Endpoint} receives it: the caller, the parameters and the body. */
public final class Request {
    private static final int DEFAULT_LIMIT = 20;
    private static final int MAX_LIMIT = 100;
    /** Headers that proxies add to forwarded requests. */
    private static final Pattern FORWARDED =
            Pattern.compile("(?i)forwarded|x-forwarded-.*|x-real-ip|via|cf-connecting-ip");

    /** Endpoints of other methods have no parameters in the query. */
    private static final Set<HttpMethod> MAY_HAVE_QUERY = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.DELETE);

    private static final Function<UUID, Future<?>> NEVER_READ =
            id -> Future.failedFuture(new IllegalStateException("a short response is stored with its body"));

    private final RoutingContext context;
    private final @Nullable Caller caller;
    private final CursorCodec cursors;
    private final Idempotency idempotency;
    private final IfMatch ifMatch;

    /** @throws Failure.Malformed if a header is not valid */
    Request(RoutingContext context, @Nullable Caller caller, CursorCodec cursors, Idempotency idempotency) {
        this.context = context;
        this.caller = caller;
        this.cursors = cursors;
        this.idempotency = idempotency;
        this.ifMatch = IfMatch.of(context.request().headers().getAll("If-Match"));
        IdempotencyKey.check(context.request());
        if (!MAY_HAVE_QUERY.contains(context.request().method())) {
            query().check();
        }
    }

    /** The caller, on a route for signed-in users. */
    public Caller caller() {
        return viewer().orElseThrow(() -> new IllegalStateException("this route is open to anyone"));
    }

    /** The claims of the token, on a route for signed-in users. */
    public Claims claims() {
        return Authentication.claimsOf(context);
    }

    /** The caller on a public route; empty if not known. */
    public Optional<Caller> viewer() {
        return Optional.ofNullable(caller);
    }

    Request withoutViewer() {
        return new Request(context, null, cursors, idempotency);
    }

    /** Whether the client runs on this machine and is not a proxy that forwards a request. */
    public boolean isFromThisMachine() {
        SocketAddress client = context.request().remoteAddress();
        InetAddress address = client == null
                ? null
                : NetUtil.createInetAddressFromIpAddressString(String.valueOf(client.hostAddress()));
        return address != null && address.isLoopbackAddress() && !isForwarded(context.request());
    }

    static boolean isForwarded(HttpServerRequest request) {
        return request.headers().names().stream()
                .anyMatch(name -> FORWARDED.matcher(name).matches());
    }

    /** The path and the query, as they were sent. */
    String uri() {
        return context.request().uri();
    }

    /** The id of this request in the log. */
    public String requestId() {
        return AccessLog.requestIdOf(context);
    }

    /** Sets the user in the security log if the request is refused, on a route without a caller. */
    public void setSecurityLogUser(UUID user) {
        SecurityLog.setUser(context, user);
    }

    /** Sets the client address in the security log, for requests that the frontend's server sends for a client. */
    public void setSecurityLogClientIp(String clientIp) {
        SecurityLog.setClientIp(context, clientIp);
    }

    /** @throws Failure.Malformed if this path parameter is not a UUID */
    public UUID id(String segment) {
        return id(context, segment);
    }

    static UUID id(RoutingContext context, String segment) {
        return Ids.parse(context.pathParam(segment)).orElseThrow(() -> {
            String detail = "The path holds something other than a UUID where an id belongs.";
            return new Failure.Malformed(
                    "malformed_id", detail, List.of(FieldError.parameter(segment, FieldCode.INVALID_FORMAT, detail)));
        });
    }

    public Body body() {
        Buffer bytes = context.body().buffer();
        return Body.of(Json.parse(bytes == null ? Buffer.buffer() : bytes));
    }

    public Query query() {
        return new Query(context.queryParams());
    }

    /** Reads {@code limit} and {@code cursor}, and checks the query; to be called after all other parameters are read. */
    public Paging paging(Query query) {
        int limit = query.integer("limit", 1, MAX_LIMIT, DEFAULT_LIMIT);
        String cursor = query.single("cursor");
        query.check();
        String list = context.normalizedPath() + '\n' + query.filters() + (caller == null ? "" : caller.id());
        PageRequest page = new PageRequest(limit, cursor == null ? null : cursors.decode(cursor, list));
        return new Paging(page, cursors, list);
    }

    /** The same for a list without filters. */
    public Paging paging() {
        return paging(query());
    }

    public IfMatch ifMatch() {
        return ifMatch;
    }

    /** Runs a write whose response is always short, as {@link #write(LockKey, Function, Function)}. */
    public Future<Reply> write(LockKey lock, Function<UnitOfWork, Future<Reply>> effect) {
        return write(lock, effect, NEVER_READ);
    }

    /**
     * Runs a write: of those with the same {@code Idempotency-Key} only the first. Methods other than POST and PATCH have no key.
     *
     * @param lock the writes with the same lock wait for each other
     * @param readResult reads the result of the effect by its id, if the response was too long to be stored for a retry
     */
    public Future<Reply> write(
            LockKey lock, Function<UnitOfWork, Future<Reply>> effect, Function<UUID, ? extends Future<?>> readResult) {
        return idempotency.runOnce(IdempotencyKey.of(context, caller), lock, null, effect, readResult);
    }

    /**
     * The same for an effect that {@link SharedWrites} make. Requests with an {@code Idempotency-Key} share a transaction.
     *
     * @param lock null if other requests do not wait for a row
     * @param sharing null if this effect shares nothing
     */
    public Future<Reply> writeShared(
            @Nullable LockKey lock,
            @Nullable Sharing sharing,
            Function<UnitOfWork, Future<Reply>> effect,
            Function<UUID, ? extends Future<?>> readResult) {
        return idempotency.runOnce(IdempotencyKey.of(context, caller), lock, sharing, effect, readResult);
    }
}
