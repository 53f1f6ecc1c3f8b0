package dev.guildhall.http;

import dev.guildhall.db.NamedStatement;
import dev.guildhall.db.Rows;
import dev.guildhall.db.SharedWrites;
import dev.guildhall.db.SqlErrors;
import dev.guildhall.db.UnitOfWork;
import dev.guildhall.failure.Failure;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlResult;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Idempotency keys in PostgreSQL, each committed together with the effect and the response of its request. */
final class IdempotencyRepository {
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

    private IdempotencyRepository() {}

    /** Deletes up to {@code maxRows} expired keys. Returns the number of deleted rows. */
    static Future<Integer> prune(SqlClient client, int maxRows) {
        return NamedStatement.update(client, PRUNE)
                .execute(Map.of("rows", maxRows))
                .map(SqlResult::rowCount);
    }

    /** The stored response; empty if the key has been deleted meanwhile. */
    static Future<Optional<Row>> find(SqlClient client, IdempotencyKey key) {
        return NamedStatement.query(client, FIND)
                .execute(Map.of("caller", key.caller(), "key", key.value()))
                .map(Rows::first);
    }

    static Failure inProgress() {
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

    /** Empty if the key is already stored. */
    static Future<Optional<Reply>> makeAlone(SqlClient pool, KeyedWrite write) {
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
                .filter(write ->
                        keys.add(List.of(write.key().caller(), write.key().value())))
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
                                // It has not written anything. Made alone, it gets its own response.
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
}
