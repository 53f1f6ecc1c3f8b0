package dev.guildhall.order;

import dev.guildhall.auth.Caller;
import dev.guildhall.db.Ids;
import dev.guildhall.db.Keyset;
import dev.guildhall.db.KeysetPosition;
import dev.guildhall.db.NamedStatement;
import dev.guildhall.db.Page;
import dev.guildhall.db.PageRequest;
import dev.guildhall.db.PagedSelect;
import dev.guildhall.db.Parameters;
import dev.guildhall.db.Rows;
import dev.guildhall.limit.Limits;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.Optional;
import java.util.UUID;

/** Statements in disputes, in PostgreSQL. */
final class StatementRepository {
    static final String ADD = """
            insert into order_statements as s (id, order_id, dispute_event, author_id, author_role, text)
            select #{statement}, o.id, o.event_count, #{caller}, #{role}, #{text}
            from orders o
            where o.id = #{order} and o.status = 'DISPUTED' and %s
              and (select count(*) from order_statements said
                   where said.order_id = o.id and said.dispute_event = o.event_count and said.author_role = #{role})
                  < #{max_statements}
            returning %s
            """.formatted(OrderAccess.IS_VISIBLE, Statement.COLUMNS);

    static final String FIND = "select " + Statement.COLUMNS
            + " from order_statements s join orders o on o.id = s.order_id where s.id = #{statement} and"
            + OrderAccess.IS_VISIBLE;

    private static final Keyset OLDEST = new Keyset("s.created_at", "timestamptz", "s.id", false);

    static final String LIST = PagedSelect.of(
            Statement.COLUMNS,
            "select " + Statement.COLUMNS + " from orders o left join order_statements s on s.order_id = o.id and"
                    + OLDEST.after() + "where o.id = #{order} and" + OrderAccess.IS_VISIBLE + OLDEST.page(),
            OLDEST.orderOfResult());

    /** Empty if this side has said as much as it may; the order has to be locked. */
    Future<Optional<Statement>> add(SqlClient client, UUID order, Caller caller, Role role, String text) {
        return NamedStatement.query(client, ADD)
                .mapTo(Statement::from)
                .execute(parameters(caller)
                        .with("order", order)
                        .with("statement", Ids.next())
                        .with("role", role.text())
                        .with("max_statements", Limits.MAX_STATEMENTS_OF_SIDE)
                        .with("text", text))
                .map(Rows::first);
    }

    Future<Optional<Statement>> find(SqlClient client, UUID statement, Caller caller) {
        return NamedStatement.query(client, FIND)
                .mapTo(Statement::from)
                .execute(parameters(caller).with("statement", statement))
                .map(Rows::first);
    }

    /** The statements in all disputes of the order; empty if the caller may not see it. */
    Future<Optional<Page<Statement>>> list(SqlClient client, UUID order, Caller caller, PageRequest page) {
        return NamedStatement.query(client, LIST)
                .execute(parameters(caller).with("order", order).with(page.parameters(KeysetPosition.OLDEST)))
                .map(rows -> page.pageOrNone(
                        rows,
                        "id",
                        Statement::from,
                        statement -> KeysetPosition.at(statement.createdAt(), statement.id())));
    }

    private static Parameters parameters(Caller caller) {
        return Parameters.ofCaller(caller.id(), caller.isAdmin());
    }
}
