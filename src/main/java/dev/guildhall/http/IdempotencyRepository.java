package dev.guildhall.http;

import dev.guildhall.db.NamedStatement;
import dev.guildhall.db.Rows;
import dev.guildhall.db.UnitOfWork;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Idempotency keys and the stored responses in PostgreSQL. */
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

    /** Waits for other requests with the same key; empty if it is already stored. */
    static Future<Set<UUID>> claim(UnitOfWork work, KeyedWrite write) {
        return claim(work, CLAIM_ONE, List.of(write));
    }

    /** Returns the ids of the writes whose keys are neither stored nor used by another request at this moment. */
    static Future<Set<UUID>> claimFree(UnitOfWork work, List<KeyedWrite> writes) {
        return claim(work, CLAIM_FREE, writes);
    }

    private static Future<Set<UUID>> claim(UnitOfWork work, String claim, List<KeyedWrite> writes) {
        return NamedStatement.query(work.client(), claim)
                .execute(KeyedWrite.COLUMNS.parameters(writes))
                .map(rows -> Rows.byId(rows, row -> row.getUUID("id")).keySet());
    }

    static Future<?> store(UnitOfWork work, List<StoredReply> replies) {
        return NamedStatement.query(work.client(), STORE).execute(StoredReply.COLUMNS.parameters(replies));
    }

    static Future<?> release(UnitOfWork work, List<KeyedWrite> writes) {
        return NamedStatement.query(work.client(), RELEASE).execute(KeyedWrite.COLUMNS.parameters(writes));
    }
}
