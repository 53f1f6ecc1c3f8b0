package dev.guildhall.support;

import java.time.Duration;
import java.time.Instant;
import java.util.function.IntPredicate;

/**
 * Makes every transaction that writes to one table wait in its COMMIT until the test releases it or makes it fail. A statement
 * outside a transaction waits too, since PostgreSQL commits it by itself. A database can have one of these at a time.
 */
public final class HeldCommits implements AutoCloseable {
    private static final long COMMIT_LOCK = 1_500_001;
    private static final long FAILURE_LOCK = 1_500_002;

    private static final String WAITING = """
            from pg_locks where locktype = 'advisory' and not granted and objid = ?
              and database = (select oid from pg_database where datname = current_database())
            """;

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final String table;
    private final Sql sql;

    private HeldCommits(TestDatabase database, String table) {
        this.table = table;
        this.sql = database.sql();
        sql.rows("select pg_advisory_lock(" + COMMIT_LOCK + ")");
        sql.update("""
                create or replace function at_commit() returns trigger language plpgsql as $$
                begin
                  perform pg_advisory_xact_lock_shared(%d);
                  if not pg_try_advisory_xact_lock_shared(%d) then
                    raise exception 'this commit was to fail' using errcode = 'serialization_failure';
                  end if;
                  return null;
                end $$
                """.formatted(COMMIT_LOCK, FAILURE_LOCK));
        sql.update("create constraint trigger at_commit after insert or update or delete on " + table
                + " deferrable initially deferred for each row execute function at_commit()");
    }

    /** Holds the commits from now on. */
    public static HeldCommits of(TestDatabase database, String table) {
        return new HeldCommits(database, table);
    }

    /** Waits until this many transactions wait in their COMMIT. */
    public void await(int transactions) {
        await(waiting -> waiting >= transactions, transactions + " or more");
    }

    private void await(IntPredicate condition, String expected) {
        Instant deadline = Instant.now().plus(TIMEOUT);
        while (!condition.test(waiting())) {
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError(waiting() + " instead of " + expected + " transactions that wrote to " + table
                        + " wait in their COMMIT after " + TIMEOUT);
            }
        }
    }

    /** How many transactions wait in their COMMIT. */
    public int waiting() {
        return sql.count("select " + WAITING, COMMIT_LOCK);
    }

    /** Closes the connections of the transactions that wait, as a restart of PostgreSQL does, and returns their number. */
    public int disconnect() {
        int disconnected = sql.count("select pg_terminate_backend(pid) " + WAITING, COMMIT_LOCK);
        // A backend that gets the lock before it notices its end would commit.
        await(waiting -> waiting == 0, "0");
        return disconnected;
    }

    /** Lets these and all later transactions commit. */
    public void release() {
        sql.rows("select pg_advisory_unlock(" + COMMIT_LOCK + ")");
    }

    /** Makes them fail with a serialization failure, as PostgreSQL does where transactions conflict. */
    public void fail() {
        sql.rows("select pg_advisory_lock(" + FAILURE_LOCK + ")");
        release();
    }

    @Override
    public void close() {
        try (sql) {
            sql.rows("select pg_advisory_unlock_all()");
            sql.update("drop trigger at_commit on " + table);
        }
    }
}
