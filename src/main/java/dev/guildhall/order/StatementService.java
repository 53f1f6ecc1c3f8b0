package dev.guildhall.order;

import dev.guildhall.auth.Caller;
import dev.guildhall.bus.Events;
import dev.guildhall.db.Database;
import dev.guildhall.db.Page;
import dev.guildhall.db.PageRequest;
import dev.guildhall.db.UnitOfWork;
import dev.guildhall.failure.Failure;
import dev.guildhall.limit.Limits;
import io.vertx.core.Future;
import java.util.UUID;

/** What the parties and admins say in a dispute. */
public final class StatementService {
    private final Database database;
    private final Events events;
    private final OrderRepository orders = new OrderRepository();
    private final StatementRepository statements = new StatementRepository();

    public StatementService(Database database, Events events) {
        this.database = database;
        this.events = events;
    }

    Future<Statement> add(UnitOfWork work, UUID order, Caller caller, String text) {
        return work.atomically(locked -> orders.lock(locked.client(), order, caller, null)
                .map(Failure.NotFound.unlessFound("order"))
                .compose(found -> {
                    if (found.state().status() != OrderStatus.DISPUTED) {
                        return Future.failedFuture(new Failure.Conflict(
                                "not_disputed", "Statements are made while the order is disputed."));
                    }
                    Role role = found.rolesOf(caller).iterator().next();
                    OrderUpdated update = OrderUpdated.of(order, found, Statement.ACTION, caller, found.version() + 1);
                    locked.afterCommit(() -> events.publishEverywhere(OrderUpdated.TOPIC, update));
                    return statements
                            .add(locked.client(), order, caller, role, text)
                            .map(added -> added.orElseThrow(() -> new Failure.Conflict(
                                    "too_many_statements",
                                    "One side makes at most " + Limits.MAX_STATEMENTS_OF_SIDE
                                            + " statements in a dispute.")));
                }));
    }

    Future<Statement> find(UUID statement, Caller caller) {
        return database.read(client -> statements.find(client, statement, caller))
                .map(Failure.NotFound.unlessFound("statement"));
    }

    Future<Page<Statement>> list(UUID order, Caller caller, PageRequest page) {
        return database.read(client -> statements.list(client, order, caller, page))
                .map(Failure.NotFound.unlessFound("order"));
    }
}
