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
 * Makes a request that carries an {@code Idempotency-Key} take effect once: the key, the effect and the answer are committed
 * together, so a twin on any node waits for the first and is then given its answer. Keys are kept for 24 hours. A long answer
 * is kept without its body, and the thing is read anew for whoever asks again.
 */
public final class Idempotency {
    private static final String HEADER = "Idempotency-Key";
    private static final int MAX_STORED_BYTES = 16 * 1024;
    /** How often it is begun anew because a key of yesterday was forgotten between the attempt to use it and the look at its answer. */
    private static final int MAX_ATTEMPTS = 3;

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

    private static final String RECALL = """
            select request, status, headers, body from idempotency_keys where caller_id = #{caller} and key = #{key}
            """;

    /** Keys that are being used right now are younger, and so never among these. */
    private static final String PRUNE = """
            delete from idempotency_keys where (caller_id, key) in (
              select caller_id, key from idempotency_keys where %s
              order by created_at limit #{rows} for update skip locked)
            """.formatted(EXPIRED);

    private final Database database;

    public Idempotency(Database database) {
        this.database = database;
    }

    /** Forgets some of the keys that nobody can use any more; how many. */
    public Future<Integer> prune(int most) {
        return database.write(
                        work -> NamedStatement.update(work.client(), PRUNE).execute(Map.of("rows", most)))
                .map(SqlResult::rowCount);
    }

    /** @throws Failure.Malformed if a key was sent that cannot be one */
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
     * @param lock the row that the effect locks; null: none for which others would wait
     * @param again reads what the effect answered with, by its id
     */
    Future<Reply> once(
            HttpServerRequest request,
            @Nullable Buffer body,
            @Nullable Caller caller,
            @Nullable LockKey lock,
            Function<UnitOfWork, Future<Reply>> effect,
            Function<UUID, ? extends Future<?>> again) {
        String key = request.getHeader(HEADER);
        if (key == null || caller == null) {
            return lock == null ? database.write(effect) : database.write(lock, effect);
        }
        Buffer fingerprint = fingerprint(request, body);
        Map<String, Object> claim = Map.of("caller", caller.id(), "key", key, "request", fingerprint);
        // Twins wait for each other first, so that they take no places in the queue for the row.
        return database.inTurn(
                LockKey.sharing("idempotency key", caller.id() + " " + key),
                Idempotency::inProgress,
                () -> attempt(claim, lock, effect, again, MAX_ATTEMPTS));
    }

    private Future<Reply> attempt(
            Map<String, Object> claim,
            @Nullable LockKey lock,
            Function<UnitOfWork, Future<Reply>> effect,
            Function<UUID, ? extends Future<?>> again,
            int attempts) {
        Supplier<Future<Reply>> once = () -> database.inTransaction(work ->
                claim(work, claim).compose(done -> effect.apply(work)).compose(reply -> store(work, claim, reply)));
        return (lock == null ? once.get() : database.inTurn(lock, Failure.Unavailable::busy, once))
                .recover(error -> error instanceof Taken
                        ? recall(claim)
                                .compose(row -> row.map(stored -> stored(stored, claim, again))
                                        .orElseGet(() -> attempts == 1
                                                ? Future.failedFuture(Failure.Unavailable.busy())
                                                : attempt(claim, lock, effect, again, attempts - 1)))
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
                .compose(
                        result -> result.rowCount() == 1 ? Future.succeededFuture() : Future.failedFuture(new Taken()));
    }

    private static Future<Reply> store(UnitOfWork work, Map<String, Object> claim, Reply reply) {
        Map<String, @Nullable Object> answer = new HashMap<>(claim);
        answer.put("status", reply.status());
        answer.put("headers", new JsonObject(Map.copyOf(reply.headers())));
        answer.put("body", reply.body() == null ? null : toStore(reply.body()));
        return NamedStatement.update(work.client(), STORE).execute(answer).map(reply);
    }

    /** The body; of a long one the id alone, which no other answer consists of. */
    private static String toStore(Buffer body) {
        return body.length() <= MAX_STORED_BYTES
                ? body.toString()
                : Json.parse(body).path("id").asText();
    }

    /** Empty where the key has been forgotten by now. */
    private Future<Optional<Row>> recall(Map<String, Object> claim) {
        return database.read(client -> NamedStatement.query(client, RECALL).execute(claim))
                .map(SqlResult::value)
                .map(Rows::first);
    }

    private static Future<Reply> stored(Row row, Map<String, Object> claim, Function<UUID, ? extends Future<?>> again) {
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
                : again.apply(id.get()).map(thing -> new Reply(status, Json.encode(thing), headers));
    }

    private static Buffer fingerprint(HttpServerRequest request, @Nullable Buffer body) {
        byte[] target = (request.method() + " " + request.path() + "\n").getBytes(StandardCharsets.UTF_8);
        return Buffer.buffer(Sha256.hash(target, body == null ? new byte[0] : body.getBytes()));
    }

    /** The key stands already: undoes the transaction, and nothing else is wrong. */
    private static final class Taken extends RuntimeException {
        private Taken() {
            super("taken", null, false, false);
        }
    }
}
