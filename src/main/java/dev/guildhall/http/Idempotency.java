package dev.guildhall.http;

import dev.guildhall.auth.Caller;
import dev.guildhall.auth.Sha256;
import dev.guildhall.db.Database;
import dev.guildhall.db.Ids;
import dev.guildhall.db.LockKey;
import dev.guildhall.db.NamedStatement;
import dev.guildhall.db.Rows;
import dev.guildhall.db.SqlErrors;
import dev.guildhall.db.UnitOfWork;
import dev.guildhall.failure.Failure;
import dev.guildhall.failure.FieldCode;
import dev.guildhall.failure.FieldError;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlResult;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes a request with an {@code Idempotency-Key} take effect only once: the key, the effect and the response are committed
 * together, so a duplicate on any node waits for the first request and then receives its response. Keys are kept for 24
 * hours. A long response is stored without its body; for a retry the result is read again.
 */
public final class Idempotency {
    private static final String HEADER = "Idempotency-Key";
    private static final int MAX_STORED_BYTES = 16 * 1024;
    /** The number of attempts if an expired key was deleted between the attempt to use it and the read of its response. */
    private static final int MAX_ATTEMPTS = 3;

    private static final Pattern SLASH_AT_THE_END = Pattern.compile("/$");

    private static final Pattern VISIBLE_ASCII = Pattern.compile("[\\x21-\\x7e]{1,255}");

    private static final String EXPIRED = "created_at < now() - interval '24 hours'";

    private static final String CLAIM = """
            insert into idempotency_keys as k (caller_id, key, request) values (#{caller}, #{key}, #{request})
            on conflict (caller_id, key) do update
              set request = excluded.request, status = null, headers = null, body = null, created_at = now()
              where k.%s
            """.formatted(EXPIRED);

    private static final String STORE = """
            update idempotency_keys set status = #{status}, headers = #{headers}, body = #{body}
            where caller_id = #{caller} and key = #{key}
            """;

    private static final String FIND = """
            select request, status, headers, body from idempotency_keys where caller_id = #{caller} and key = #{key}
            """;

    /** Keys in use are younger, so they are never among these. */
    private static final String PRUNE = """
            delete from idempotency_keys where (caller_id, key) in (
              select caller_id, key from idempotency_keys where %s
              order by created_at limit #{rows} for update skip locked)
            """.formatted(EXPIRED);

    private final Database database;

    public Idempotency(Database database) {
        this.database = database;
    }

    /** Deletes up to {@code maxRows} expired keys. Returns the number of deleted rows. */
    public Future<Integer> prune(int maxRows) {
        return database.write(
                        work -> NamedStatement.update(work.client(), PRUNE).execute(Map.of("rows", maxRows)))
                .map(SqlResult::rowCount);
    }

    /** @throws Failure.Malformed if the key is not valid */
    static void check(HttpServerRequest request) {
        String key = request.getHeader(HEADER);
        if (key != null && !VISIBLE_ASCII.matcher(key).matches()) {
            String detail = "An Idempotency-Key is 1 to 255 visible ASCII characters.";
            throw new Failure.Malformed(
                    "malformed_header",
                    detail,
                    List.of(FieldError.parameter(HEADER, FieldCode.INVALID_FORMAT, detail)));
        }
    }

    /**
     * @param lock the row that the effect locks; null if other requests would not wait for one
     * @param readResult reads the result of the effect by its id
     */
    Future<Reply> runOnce(
            RoutingContext context,
            @Nullable Caller caller,
            @Nullable LockKey lock,
            Function<UnitOfWork, Future<Reply>> effect,
            Function<UUID, ? extends Future<?>> readResult) {
        String key = context.request().getHeader(HEADER);
        if (key == null || caller == null) {
            return lock == null ? database.write(effect) : database.write(lock, effect);
        }
        Buffer fingerprint = fingerprint(context);
        Map<String, Object> claim = Map.of("caller", caller.id(), "key", key, "request", fingerprint);
        // Duplicates wait for each other first, so that they take no places in the queue for the row.
        return database.inTurn(
                LockKey.sharing("idempotency key", caller.id() + " " + key),
                Idempotency::inProgress,
                () -> attempt(claim, lock, effect, readResult, MAX_ATTEMPTS));
    }

    private Future<Reply> attempt(
            Map<String, Object> claim,
            @Nullable LockKey lock,
            Function<UnitOfWork, Future<Reply>> effect,
            Function<UUID, ? extends Future<?>> readResult,
            int attemptsLeft) {
        Supplier<Future<Reply>> transaction = () -> database.inTransaction(work ->
                claim(work, claim).compose(done -> effect.apply(work)).compose(reply -> store(work, claim, reply)));
        return (lock == null ? transaction.get() : database.inTurn(lock, Failure.Unavailable::busy, transaction))
                .recover(error -> error instanceof KeyInUse
                        ? findStored(claim)
                                .compose(row -> row.map(stored -> restoreReply(stored, claim, readResult))
                                        .orElseGet(() -> attemptsLeft == 1
                                                ? Future.failedFuture(Failure.Unavailable.busy())
                                                : attempt(claim, lock, effect, readResult, attemptsLeft - 1)))
                        : Future.failedFuture(error));
    }

    private static Failure inProgress() {
        return new Failure.Conflict(
                "idempotency_in_progress",
                "The first request with this Idempotency-Key is still running. Ask again shortly.");
    }

    private static Future<Void> claim(UnitOfWork work, Map<String, Object> claim) {
        return NamedStatement.update(work.client(), CLAIM)
                .execute(claim)
                .recover(error -> Future.failedFuture(SqlErrors.isLockTimeout(error) ? inProgress() : error))
                .compose(result ->
                        result.rowCount() == 1 ? Future.succeededFuture() : Future.failedFuture(new KeyInUse()));
    }

    private static Future<Reply> store(UnitOfWork work, Map<String, Object> claim, Reply reply) {
        Map<String, @Nullable Object> parameters = new HashMap<>(claim);
        parameters.put("status", reply.status());
        parameters.put("headers", new JsonObject(Map.copyOf(reply.headers())));
        parameters.put("body", reply.body() == null ? null : bodyToStore(reply.body()));
        return NamedStatement.update(work.client(), STORE).execute(parameters).map(reply);
    }

    /** The body; for a long body only its id, since no other response consists of only an id. */
    private static String bodyToStore(Buffer body) {
        return body.length() <= MAX_STORED_BYTES
                ? body.toString()
                : Json.parse(body).path("id").asText();
    }

    /** Empty if the key has been deleted meanwhile. */
    private Future<Optional<Row>> findStored(Map<String, Object> claim) {
        return database.read(client -> NamedStatement.query(client, FIND).execute(claim))
                .map(SqlResult::value)
                .map(Rows::first);
    }

    private static Future<Reply> restoreReply(
            Row row, Map<String, Object> claim, Function<UUID, ? extends Future<?>> readResult) {
        if (!row.getBuffer("request").equals(claim.get("request"))) {
            throw new Failure.Invalid(
                    "idempotency_key_reused",
                    "This Idempotency-Key was used for another request. Make a new key for each new request.",
                    FieldError.parameter("Idempotency-Key", FieldCode.NOT_ALLOWED, "Used for another request."));
        }
        int status = row.getInteger("status");
        Map<String, String> headers = new HashMap<>();
        row.getJsonObject("headers")
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().toString()));
        String body = row.getString("body");
        if (body == null) {
            return Future.succeededFuture(new Reply(status, null, headers));
        }
        Optional<UUID> id = Ids.parse(body);
        return id.isEmpty()
                ? Future.succeededFuture(new Reply(status, Buffer.buffer(body), headers))
                : readResult.apply(id.get()).map(result -> new Reply(status, Json.encode(result), headers));
    }

    /** The same for bodies of the same value, since not every client writes its fields in the same order again. */
    private static Buffer fingerprint(RoutingContext context) {
        String path = SLASH_AT_THE_END.matcher(context.normalizedPath()).replaceFirst("");
        byte[] target = (context.request().method() + " " + path + "\n").getBytes(StandardCharsets.UTF_8);
        Buffer body = context.body().buffer();
        // An absent body counts as an empty object.
        boolean isEmpty = body == null || body.length() == 0;
        return Buffer.buffer(Sha256.hash(target, Json.canonical(isEmpty ? Buffer.buffer("{}") : body)));
    }

    /** The key is already stored: rolls the transaction back, and is no error. */
    private static final class KeyInUse extends RuntimeException {
        private KeyInUse() {
            super("the key is already stored", null, false, false);
        }
    }
}
