package dev.guildhall.http;

import dev.guildhall.db.Database;
import dev.guildhall.db.Ids;
import dev.guildhall.db.LockKey;
import dev.guildhall.db.SharedWrites;
import dev.guildhall.db.Sharing;
import dev.guildhall.db.UnitOfWork;
import dev.guildhall.failure.Failure;
import dev.guildhall.failure.FieldCode;
import dev.guildhall.failure.FieldError;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes a request with an {@code Idempotency-Key} take effect only once: the key, the effect and the response are committed
 * together, so a duplicate on any node waits for the first request and then receives its response. Keys are kept for 24
 * hours. Requests that {@link SharedWrites} make share a transaction if they arrive at the same time.
 */
public final class Idempotency {
    /** The number of attempts if an expired key was deleted between the attempt to use it and the read of its response. */
    private static final int MAX_ATTEMPTS = 3;

    private final Database database;
    /** The writes with a key, by the writes that share a statement. */
    private final Map<SharedWrites<?, ?>, SharedWrites<KeyedWrite, Reply>> shared = new ConcurrentHashMap<>();

    public Idempotency(Database database) {
        this.database = database;
    }

    /** Deletes up to {@code maxRows} expired keys. Returns the number of deleted rows. */
    public Future<Integer> prune(int maxRows) {
        return database.write(work -> IdempotencyRepository.prune(work.client(), maxRows));
    }

    /**
     * @param key null if the request may take effect every time it is sent
     * @param lock the row that the effect locks; null if other requests would not wait for one
     * @param sharing null if the effect shares no transaction with others
     * @param readResult reads the result of the effect by its id
     */
    Future<Reply> runOnce(
            @Nullable IdempotencyKey key,
            @Nullable LockKey lock,
            @Nullable Sharing sharing,
            Function<UnitOfWork, Future<Reply>> effect,
            Function<UUID, ? extends Future<?>> readResult) {
        if (key == null) {
            return lock == null ? database.write(effect) : database.write(lock, effect);
        }
        KeyedWrite write =
                new KeyedWrite(UUID.randomUUID(), key, sharing == null ? key : sharing.conflictKey(), effect);
        Supplier<Future<Optional<Reply>>> attempt = () -> database.write(work -> sharing == null
                ? KeyedWrites.makeAlone(work.client(), write)
                : shared.computeIfAbsent(sharing.writes(), Idempotency::shared).write(work, write));
        // Duplicates wait for each other first, so that they take no places in the queue for the row.
        return database.inTurn(
                LockKey.briefly("idempotency key", key.caller() + " " + key.value()),
                KeyedWrites::inProgress,
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
                        .orElseGet(() -> database.read(client -> IdempotencyRepository.find(client, write.key()))
                                .compose(row -> row.map(stored -> restoreReply(stored, write, readResult))
                                        .orElseGet(() -> attemptsLeft == 1
                                                ? Future.failedFuture(Failure.Unavailable.busy())
                                                : run(write, attempt, readResult, attemptsLeft - 1)))));
    }

    private static SharedWrites<KeyedWrite, Reply> shared(SharedWrites<?, ?> writes) {
        return new SharedWrites<>(KeyedWrite::id, KeyedWrite::conflictKey, KeyedWrites::make);
    }

    private static Future<Reply> restoreReply(
            Row row, KeyedWrite write, Function<UUID, ? extends Future<?>> readResult) {
        if (!row.getBuffer("request").equals(write.key().fingerprint())) {
            throw new Failure.Invalid(
                    "idempotency_key_reused",
                    "This Idempotency-Key was used for another request. Make a new key for each new request.",
                    FieldError.parameter(IdempotencyKey.HEADER, FieldCode.NOT_ALLOWED, "Used for another request."));
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
}
