package dev.guildhall.http;

import dev.guildhall.auth.Authentication;
import dev.guildhall.auth.Caller;
import dev.guildhall.auth.Claims;
import dev.guildhall.db.Ids;
import dev.guildhall.db.LockKey;
import dev.guildhall.db.PageRequest;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A request as an {@link Endpoint} sees it: who asks, for what, with which fields. */
public final class Request {
    private static final int DEFAULT_LIMIT = 20;
    private static final int MAX_LIMIT = 100;
    /** What proxies add to the requests that they pass on. */
    private static final Pattern FORWARDED =
            Pattern.compile("(?i)forwarded|x-forwarded-.*|x-real-ip|via|cf-connecting-ip");
    /** Possessive, since Java repeats any other group by recursion, and the stack ends before a long header does. */
    private static final Pattern ENTITY_TAGS =
            Pattern.compile("\\s*+(?:W/)?\"[^\"]*+\"\\s*+(?:,\\s*+(?:W/)?\"[^\"]*+\"\\s*+)*+");

    private static final Pattern STRONG_VERSION = Pattern.compile("(?<!W/)\"([1-9]\\d{0,8})\"");

    private static final Function<UUID, Future<?>> SHORT =
            id -> Future.failedFuture(new IllegalStateException("a short answer is kept whole"));

    private final RoutingContext context;
    private final @Nullable Caller caller;
    private final CursorCodec cursors;
    private final Idempotency idempotency;
    private final @Nullable List<Integer> ifMatch;

    /** @throws Failure.Malformed if a header is not what it should be */
    Request(RoutingContext context, @Nullable Caller caller, CursorCodec cursors, Idempotency idempotency) {
        this.context = context;
        this.caller = caller;
        this.cursors = cursors;
        this.idempotency = idempotency;
        this.ifMatch = readIfMatch(context.request());
        Idempotency.check(context.request());
        if (!context.request().method().equals(HttpMethod.GET)) {
            query().check();
        }
    }

    /** Who is asking, on a route that only users reach. */
    public Caller caller() {
        return viewer().orElseThrow(() -> new IllegalStateException("this route is open to anyone"));
    }

    /** What the caller's token says, on a route that only users reach. */
    public Claims claims() {
        return Authentication.claimsOf(context);
    }

    /** Who is looking, on a route open to anyone. */
    public Optional<Caller> viewer() {
        return Optional.ofNullable(caller);
    }

    /** Whether a program on this very machine asks, and speaks for nobody else as a proxy does. */
    boolean isFromThisMachine() {
        SocketAddress asker = context.request().remoteAddress();
        InetAddress address = asker == null
                ? null
                : NetUtil.createInetAddressFromIpAddressString(String.valueOf(asker.hostAddress()));
        return address != null && address.isLoopbackAddress() && !isForwarded(context.request());
    }

    static boolean isForwarded(HttpServerRequest request) {
        return request.headers().names().stream()
                .anyMatch(name -> FORWARDED.matcher(name).matches());
    }

    /** By which the log knows this request. */
    public String requestId() {
        return AccessLog.of(context);
    }

    /** Makes this the user whom the security log names if the request is refused, on a route for no user in particular. */
    public void isAbout(UUID user) {
        SecurityLog.isAbout(context, user);
    }

    /** Has the security log name this address, for which the frontend's server asks. */
    public void comesFrom(String clientIp) {
        SecurityLog.comesFrom(context, clientIp);
    }

    /** @throws Failure.Malformed if this segment of the path is no UUID */
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

    /** Reads {@code limit} and {@code cursor}, and ends the reading of the query. */
    public Paging paging(Query query) {
        int limit = query.integer("limit", 1, MAX_LIMIT, DEFAULT_LIMIT);
        String cursor = query.single("cursor");
        query.check();
        String list = context.normalizedPath() + '\n' + query.filters() + (caller == null ? "" : caller.id());
        PageRequest page = new PageRequest(limit, cursor == null ? null : cursors.decode(cursor, list));
        return new Paging(page, cursors, list);
    }

    /** The same where the list has no filters. */
    public Paging paging() {
        return paging(query());
    }

    /** The versions that {@code If-Match} allows; null where any will do, empty where it can match none of ours. */
    public @Nullable List<Integer> ifMatch() {
        return ifMatch;
    }

    /**
     * Runs what changes something: once for each {@code Idempotency-Key}, and plainly where none was sent.
     *
     * @param again reads by its id what the effect answers with; asked where that was too long to be kept for a retry
     */
    public Future<Reply> write(Function<UnitOfWork, Future<Reply>> effect, Function<UUID, ? extends Future<?>> again) {
        return idempotency.once(context.request(), context.body().buffer(), caller, null, effect, again);
    }

    /** The same for an effect whose answer is always short. */
    public Future<Reply> write(Function<UnitOfWork, Future<Reply>> effect) {
        return write(effect, SHORT);
    }

    /** The same, in its turn among the writes that lock the same row. */
    public Future<Reply> write(LockKey key, Function<UnitOfWork, Future<Reply>> effect) {
        return write(key, effect, SHORT);
    }

    /** The same, in its turn among the writes that lock the same row. */
    public Future<Reply> write(
            LockKey key, Function<UnitOfWork, Future<Reply>> effect, Function<UUID, ? extends Future<?>> again) {
        return idempotency.once(context.request(), context.body().buffer(), caller, key, effect, again);
    }

    private static @Nullable List<Integer> readIfMatch(HttpServerRequest request) {
        List<String> headers = request.headers().getAll("If-Match");
        String header = String.join(",", headers);
        if (headers.isEmpty() || header.trim().equals("*")) {
            return null;
        }
        if (!ENTITY_TAGS.matcher(header).matches()) {
            String detail = "Send the version in quotes, as the ETag has it: \"3\".";
            throw new Failure.Malformed(
                    "malformed_header",
                    detail,
                    List.of(FieldError.parameter("If-Match", FieldCode.INVALID_FORMAT, detail)));
        }
        List<Integer> versions = new ArrayList<>();
        for (Matcher tag = STRONG_VERSION.matcher(header); tag.find(); ) {
            versions.add(Integer.valueOf(tag.group(1)));
        }
        return versions;
    }
}
