package dev.guildhall.order;

import dev.guildhall.auth.Caller;
import dev.guildhall.db.LockKey;
import dev.guildhall.http.Body;
import dev.guildhall.http.Paging;
import dev.guildhall.http.Reply;
import dev.guildhall.http.Request;
import io.vertx.core.Future;
import java.util.UUID;

/** Reads the requests about statements in disputes and makes their responses. */
final class StatementHandler {
    private final StatementService statements;

    StatementHandler(StatementService statements) {
        this.statements = statements;
    }

    Future<Reply> add(Request request) {
        UUID order = request.id("id");
        Body body = request.body();
        String text = body.trimmed("text", Statement.MAX_TEXT);
        body.check();
        Caller caller = request.caller();
        return request.write(
                LockKey.changing("order", order),
                work -> statements
                        .add(work, order, caller, text)
                        .map(added -> Reply.created(added, "/orders/" + order + "/statements")),
                id -> statements.find(id, caller));
    }

    Future<Reply> list(Request request) {
        UUID order = request.id("id");
        Paging paging = request.paging();
        return statements.list(order, request.caller(), paging.page()).map(paging::reply);
    }
}
