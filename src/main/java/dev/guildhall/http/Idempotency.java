package dev.guildhall.http;

import dev.guildhall.auth.Caller;
import dev.guildhall.auth.Sha256;
import dev.guildhall.db.Database;
import dev.guildhall.db.Ids;
import dev.guildhall.db.LockKey;
import dev.guildhall.db.NamedStatement;
import dev.guildhall.db.Rows;
import dev.guildhall.db.SharedKey;
import dev.guildhall.db.SharedWrites;
import dev.guildhall.db.SqlErrors;
import dev.guildhall.db.UnitOfWork;
import dev.guildhall.failure.Failure;
import dev.guildhall.failure.FieldCode;
import dev.guildhall.failure.FieldError;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes a request with an {@code Idempotency-Key} take effect only once: the key, the effect and the response are committed
 * together, so a duplicate on any node waits for the first request and then receives its response. Keys are kept for 24
 * hours. Requests that {@link SharedWrites} make share a transaction if they arrive at the same time.
 */
public final class Idempotency {
    private static final String HEADER = "Idempotency-Key";
    /** The number of attempts if an expired key was deleted between the attempt to use it and the read of its response. */
    private static final int MAX_ATTEMPTS = 3;

    private static final Pattern SLASH_AT_THE_END = Pattern.compile("/$");

    private static final Pattern VISIBLE_ASCII = Pattern.compile("[\\x21-\\x7e]{1,255}");

    private static final String EXPIRED = "created_at < now() - interval '24 hours'";

    private static final String CLAIM = """
            claimed as (
              insert into idempotency_keys as k (caller_id, key, request)
              select caller, key, fingerprint from request
              where {lock}(hashtextextended('idempotency key ' || caller || ' ' || key, 0)) {is_locked}
              order by caller, key
              on conflict (caller_id, key) do update
                set request = excluded.request, status = null, headers = null, body = null, created_at = now()
                where k.{expired}
              returning k.caller_id, k.key)
            select request.id from request join claimed on claimed.caller_id = request.caller and claimed.key = request.key
            """.replace("{expired}", EXPIRED);

    /** Waits for another request with the same key. The condition is always true, since the function returns no value. */
    private static final String CLAIM_ONE = KeyedWrite.COLUMNS.statement(
            CLAIM.replace("{lock}", "pg_advisory_xact_lock").replace("{is_locked}", "is not null"));

    /** Leaves out a key that another request uses at this moment. */
    private static final String CLAIM_FREE = KeyedWrite.COLUMNS.statement(
            CLAIM.replace("{lock}", "pg_try_advisory_xact_lock").replace("{is_locked}", ""));

    private static final String STORE = StoredReply.COLUMNS.statement("""
            stored as (
              update idempotency_keys k set status = request.status, headers = request.headers, body = request.body
              from request where k.caller_id = request.caller and k.key = request.key
              returning true)
            select count(*) from stored
            """);

    private static final String RELEASE = KeyedWrite.COLUMNS.statement("""
            released as (
              delete from idempotency_keys k using request where k.caller_id = request.caller and k.key = request.key
              returning true)
            select count(*) from released
            """);

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
    /** By the writes that share their statements. */
    private final Map<SharedWrites<?, ?>, SharedWrites<KeyedWrite, Reply>> shared = new ConcurrentHashMap<>();

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
     * @param sharedKey null if the effect shares no transaction with others
     * @param readResult reads the result of the effect by its id
     */
    Future<Reply> runOnce(
            RoutingContext context,
            @Nullable Caller caller,
            @Nullable LockKey lock,
            @Nullable SharedKey sharedKey,
            Function<UnitOfWork, Future<Reply>> effect,
            Function<UUID, ? extends Future<?>> readResult) {
        String key = context.request().getHeader(HEADER);
        if (key == null || caller == null) {
            return lock == null ? database.write(effect) : database.write(lock, effect);
        }
        KeyedWrite write = new KeyedWrite(
                UUID.randomUUID(),
                caller.id(),
                key,
                fingerprint(context),
                sharedKey == null ? key : sharedKey.key(),
                effect);
        Supplier<Future<Optional<Reply>>> attempt = () -> database.write(work -> sharedKey == null
                ? makeAlone(work.client(), write)
                : shared.computeIfAbsent(sharedKey.writes(), Idempotency::shared)
                        .write(work, write));
        // Duplicates wait for each other first, so that they take no places in the queue for the row.
        return database.inTurn(
                LockKey.sharing("idempotency key", caller.id() + " " + key),
                Idempotency::inProgress,
                () -> run(
                        write,
                        lock == null ? attempt : () -> database.inTurn(lock, Failure.Unavailable::busy, attempt),
                        readResult,
                        MAX_ATTEMPTS));
    }

    /** @param attempt empty if the key is already stored */
    private Future<Reply> run(
            KeyedWrite write,
            Supplier<Future<Optional<Reply>>> attempt,
            Function<UUID, ? extends Future<?>> readResult,
            int attemptsLeft) {
        return attempt.get()
                .compose(reply -> reply.map(Future::succeededFuture)
                        .orElseGet(() -> findStored(write)
                                .compose(row -> row.map(stored -> restoreReply(stored, write, readResult))
                                        .orElseGet(() -> attemptsLeft == 1
                                                ? Future.failedFuture(Failure.Unavailable.busy())
                                                : run(write, attempt, readResult, attemptsLeft - 1)))));
    }

    private static SharedWrites<KeyedWrite, Reply> shared(SharedWrites<?, ?> writes) {
        return new SharedWrites<>(KeyedWrite::id, KeyedWrite::sharedKey, Idempotency::make);
    }

    private static Failure inProgress() {
        return new Failure.Conflict(
                "idempotency_in_progress",
                "The first request with this Idempotency-Key is still running. Ask again shortly.");
    }

    /** Returns the replies by the ids of the writes; leaves out those whose key is already stored. */
    static Future<Map<UUID, Reply>> make(SqlClient pool, List<KeyedWrite> writes) {
        return writes.size() == 1
                ? makeAlone(pool, writes.get(0))
                        .map(made -> made.map(reply -> Map.of(writes.get(0).id(), reply))
                                .orElseGet(Map::of))
                : makeTogether(pool, writes);
    }

    private static Future<Optional<Reply>> makeAlone(SqlClient pool, KeyedWrite write) {
        return UnitOfWork.runInTransaction(
                pool,
                work -> claim(work, CLAIM_ONE, List.of(write))
                        .recover(error -> Future.failedFuture(SqlErrors.isLockTimeout(error) ? inProgress() : error))
                        .compose(claimed -> claimed.isEmpty()
                                ? Future.succeededFuture(Optional.empty())
                                : write.effect()
                                        .apply(work)
                                        .compose(reply -> store(work, List.of(new StoredReply(write, reply)))
                                                .map(Optional.of(reply)))));
    }

    private static Future<Map<UUID, Reply>> makeTogether(SqlClient pool, List<KeyedWrite> writes) {
        Set<List<Object>> keys = new HashSet<>();
        List<KeyedWrite> different = writes.stream()
                .filter(write -> keys.add(List.of(write.caller(), write.key())))
                .toList();
        return UnitOfWork.runInSharedTransaction(
                pool,
                work -> claim(work, CLAIM_FREE, different).compose(claimed -> {
                    Map<KeyedWrite, Future<Reply>> replies = new LinkedHashMap<>();
                    List<KeyedWrite> leftOut = new ArrayList<>();
                    for (KeyedWrite write : different) {
                        if (claimed.contains(write.id())) {
                            try {
                                replies.put(write, write.effect().apply(work));
                            } catch (RuntimeException refused) {
                                // It has not written anything. Made alone, it gets its own answer.
                                leftOut.add(write);
                            }
                        }
                    }
                    return Future.join(List.copyOf(replies.values())).transform(made -> end(work, replies, leftOut));
                }));
    }

    /** Stores the replies, and releases the keys of the writes that were left out. */
    private static Future<Map<UUID, Reply>> end(
            UnitOfWork work, Map<KeyedWrite, Future<Reply>> replies, List<KeyedWrite> leftOut) {
        List<StoredReply> made = new ArrayList<>();
        Throwable failure = null;
        for (Map.Entry<KeyedWrite, Future<Reply>> entry : replies.entrySet()) {
            Future<Reply> reply = entry.getValue();
            if (reply.succeeded()) {
                made.add(new StoredReply(entry.getKey(), reply.result()));
            } else if (reply.cause() instanceof SharedWrites.LeftOut) {
                leftOut.add(entry.getKey());
            } else if (reply.cause() instanceof SharedWrites.TransactionFailed failed) {
                return Future.failedFuture(failed.getCause());
            } else {
                failure = reply.cause();
            }
        }
        if (failure != null) {
            return Future.failedFuture(failure);
        }
        return Future.all(
                        made.isEmpty() ? Future.succeededFuture() : store(work, made),
                        leftOut.isEmpty() ? Future.succeededFuture() : release(work, leftOut))
                .map(stored -> made.stream()
                        .collect(Collectors.toMap(reply -> reply.write().id(), StoredReply::reply)));
    }

    private static Future<Set<UUID>> claim(UnitOfWork work, String claim, List<KeyedWrite> writes) {
        return NamedStatement.query(work.client(), claim)
                .execute(KeyedWrite.COLUMNS.parameters(writes))
                .map(rows -> Rows.byId(rows, row -> row.getUUID("id")).keySet());
    }

    private static Future<?> store(UnitOfWork work, List<StoredReply> replies) {
        return NamedStatement.query(work.client(), STORE).execute(StoredReply.COLUMNS.parameters(replies));
    }

    private static Future<?> release(UnitOfWork work, List<KeyedWrite> writes) {
        return NamedStatement.query(work.client(), RELEASE).execute(KeyedWrite.COLUMNS.parameters(writes));
    }

    /** Empty if the key has been deleted meanwhile. */
    private Future<Optional<Row>> findStored(KeyedWrite write) {
        return database.read(client -> NamedStatement.query(client, FIND)
                        .execute(Map.of("caller", write.caller(), "key", write.key())))
                .map(SqlResult::value)
                .map(Rows::first);
    }

    private static Future<Reply> restoreReply(
            Row row, KeyedWrite write, Function<UUID, ? extends Future<?>> readResult) {
        if (!row.getBuffer("request").equals(write.fingerprint())) {
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
}
