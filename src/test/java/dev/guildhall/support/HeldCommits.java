package dev.guildhall.support;

import java.time.Duration;
import java.time.Instant;

/**
 * Keeps transactions that write to one table from being committed: each waits at its COMMIT, where a statement of its own has one
 * too, until the test lets it go or has it fail. One at a time in a database.
 */
public final class HeldCommits implements AutoCloseable {
    private static final long GATE = 1_500_001;
    private static final long REFUSAL = 1_500_002;

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
        sql.rows("select pg_advisory_lock(" + GATE + ")");
        sql.update("""
                create or replace function at_commit() returns trigger language plpgsql as $$
                begin
                  perform pg_advisory_xact_lock_shared(%d);
                  if not pg_try_advisory_xact_lock_shared(%d) then
                    raise exception 'this commit was to fail' using errcode = 'serialization_failure';
                  end if;
                  return null;
                end $$
                """.formatted(GATE, REFUSAL));
        sql.update("create constraint trigger at_commit after insert or update or delete on " + table
                + " deferrable initially deferred for each row execute function at_commit()");
    }

    /** From now on those of transactions that write to this table. */
    public static HeldCommits of(TestDatabase database, String table) {
        return new HeldCommits(database, table);
    }

    /** Waits until that many transactions wait at their COMMIT. */
    public void await(int transactions) {
        Instant deadline = Instant.now().plus(TIMEOUT);
        while (waiting() < transactions) {
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError(waiting() + " instead of " + transactions + " transactions that wrote to "
                        + table + " came to their COMMIT within " + TIMEOUT);
            }
        }
    }

    /** How many transactions wait at their COMMIT. */
    public int waiting() {
        return sql.count("select " + WAITING, GATE);
    }

    /** Breaks the connections of those that wait, as a restart of PostgreSQL does; of how many. */
    public int disconnect() {
        return sql.count("select pg_terminate_backend(pid) " + WAITING, GATE);
    }

    /** Lets them be committed, and those that come later too. */
    public void letGo() {
        sql.rows("select pg_advisory_unlock(" + GATE + ")");
    }

    /** Has them fail instead, as PostgreSQL has where two transactions cannot both be. */
    public void refuse() {
        sql.rows("select pg_advisory_lock(" + REFUSAL + ")");
        letGo();
    }

    @Override
    public void close() {
        try (sql) {
            sql.rows("select pg_advisory_unlock_all()");
            sql.update("drop trigger at_commit on " + table);
        }
    }
}
