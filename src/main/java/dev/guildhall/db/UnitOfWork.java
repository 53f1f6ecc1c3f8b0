package dev.guildhall.db;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One unit of writing: statements of their own while a single one suffices, a transaction where several must hold together
 * or the caller has opened one already. What is to be told to others waits until everything is committed.
 */
public final class UnitOfWork {
    private final SqlClient client;
    private final boolean inTransaction;
    private final List<Runnable> afterCommit;

    private UnitOfWork(SqlClient client, boolean inTransaction, List<Runnable> afterCommit) {
        this.client = client;
        this.inTransaction = inTransaction;
        this.afterCommit = afterCommit;
    }

    static <T> Future<T> statement(Pool pool, Function<UnitOfWork, Future<T>> body) {
        List<Runnable> afterCommit = new ArrayList<>();
        return Future.succeededFuture()
                .compose(begun -> body.apply(new UnitOfWork(pool, false, afterCommit)))
                .onSuccess(done -> afterCommit.forEach(Runnable::run));
    }

    static <T> Future<T> transaction(Pool pool, Function<UnitOfWork, Future<T>> body) {
        List<Runnable> afterCommit = new ArrayList<>();
        // Not withTransaction: it rolls back after any error, be it one that a savepoint has undone.
        return pool.withConnection(connection -> connection
                        .query("begin")
                        .execute()
                        .compose(begun -> body.apply(new UnitOfWork(connection, true, afterCommit)))
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

    /** Runs the action once the effects of this work are durable, and never if they are not. */
    public void afterCommit(Runnable action) {
        afterCommit.add(action);
    }

    /** Holds several statements together: all or none of them take effect. */
    public <T> Future<T> atomically(Function<UnitOfWork, Future<T>> body) {
        return inTransaction ? body.apply(this) : transaction((Pool) client, body);
    }

    /**
     * Tries a statement that may break a constraint; where it does, a transaction goes on as if it had not been tried, and nobody is
     * told what was to follow it.
     */
    public <T> Future<T> attempt(Supplier<Future<T>> statement) {
        int actions = afterCommit.size();
        return (inTransaction ? fromSavepoint(statement) : statement.get())
                .onFailure(error ->
                        afterCommit.subList(actions, afterCommit.size()).clear());
    }

    private <T> Future<T> fromSavepoint(Supplier<Future<T>> statement) {
        return client.query("savepoint attempt")
                .execute()
                .compose(set -> statement.get())
                .recover(error -> client.query("rollback to savepoint attempt")
                        .execute()
                        .compose(undone -> Future.failedFuture(error)));
    }
}
