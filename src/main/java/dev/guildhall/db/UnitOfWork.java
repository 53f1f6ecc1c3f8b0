package dev.guildhall.db;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Writes that belong together: committed one by one, or in a transaction if the caller has opened one or calls {@link #atomically}.
 * Actions such as publishing events wait until everything is committed.
 */
public final class UnitOfWork {
    private final SqlClient client;
    private final Scope scope;
    private final List<Runnable> afterCommit;

    private UnitOfWork(SqlClient client, Scope scope, List<Runnable> afterCommit) {
        this.client = client;
        this.scope = scope;
        this.afterCommit = afterCommit;
    }

    static <T> Future<T> run(Pool pool, Function<UnitOfWork, Future<T>> body) {
        List<Runnable> afterCommit = new ArrayList<>();
        return body.apply(new UnitOfWork(pool, Scope.STATEMENT, afterCommit))
                .onSuccess(done -> afterCommit.forEach(Runnable::run));
    }

    /** @param pool where a statement of {@link SharedWrites} runs */
    public static <T> Future<T> runInTransaction(SqlClient pool, Function<UnitOfWork, Future<T>> body) {
        return runInTransaction((Pool) pool, Scope.TRANSACTION, body);
    }

    /**
     * Runs several writes that do not belong together in one transaction. {@link SharedWrites} make those of the same kind by one
     * statement, leave out each that would have to wait for a lock, and fail with {@link SharedWrites.LeftOut} for it.
     *
     * @param pool where a statement of {@link SharedWrites} runs
     */
    public static <T> Future<T> runInSharedTransaction(SqlClient pool, Function<UnitOfWork, Future<T>> body) {
        return runInTransaction((Pool) pool, Scope.SHARED_TRANSACTION, body);
    }

    private static <T> Future<T> runInTransaction(Pool pool, Scope scope, Function<UnitOfWork, Future<T>> body) {
        List<Runnable> afterCommit = new ArrayList<>();
        // Not withTransaction: it rolls back after any error, even after one that was handled with a savepoint.
        return pool.withConnection(connection -> connection
                        .query("begin")
                        .execute()
                        .compose(begun -> body.apply(new UnitOfWork(connection, scope, afterCommit)))
                        .compose(
                                done -> connection.query("commit").execute().map(done),
                                error -> connection
                                        .query("rollback")
                                        .execute()
                                        .transform(ended -> Future.failedFuture(error))))
                .onSuccess(done -> afterCommit.forEach(Runnable::run));
    }

    public SqlClient client() {
        return client;
    }

    /** Runs the action after the commit, and never if the work is rolled back. */
    public void afterCommit(Runnable action) {
        afterCommit.add(action);
    }

    /** Runs several statements in one transaction: all or none of them take effect. */
    public <T> Future<T> atomically(Function<UnitOfWork, Future<T>> body) {
        return scope == Scope.STATEMENT ? runInTransaction(client, body) : body.apply(this);
    }

    boolean isInTransactionOfItsOwn() {
        return scope == Scope.TRANSACTION;
    }

    /**
     * Tries a statement that may violate a constraint. If it does, a transaction continues as if it had not been tried, and the actions
     * that it has added for after the commit are dropped. A shared transaction cannot continue.
     */
    public <T> Future<T> attempt(Supplier<Future<T>> statement) {
        if (scope == Scope.SHARED_TRANSACTION) {
            return statement.get();
        }
        int actions = afterCommit.size();
        return (scope == Scope.TRANSACTION ? runFromSavepoint(statement) : statement.get())
                .onFailure(error ->
                        afterCommit.subList(actions, afterCommit.size()).clear());
    }

    private <T> Future<T> runFromSavepoint(Supplier<Future<T>> statement) {
        return client.query("savepoint attempt")
                .execute()
                .compose(set -> statement.get())
                .recover(error -> client.query("rollback to savepoint attempt")
                        .execute()
                        .compose(undone -> Future.failedFuture(error)));
    }

    private enum Scope {
        STATEMENT,
        TRANSACTION,
        SHARED_TRANSACTION
    }
}
