package dev.guildhall.order;

import dev.guildhall.auth.Caller;
import dev.guildhall.db.Ids;
import dev.guildhall.db.KeysetPosition;
import dev.guildhall.db.NamedStatement;
import dev.guildhall.db.Page;
import dev.guildhall.db.PageRequest;
import dev.guildhall.db.Parameters;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** Proposals in PostgreSQL; the statements are in {@link ProposalSql}. The order has to be locked before a write. */
final class ProposalRepository {

    /** Adds a proposal, and closes the open one if there is one, which has expired or is of the same party. */
    Future<Proposal> propose(SqlClient client, UUID order, Caller caller, Role proposedBy, NewProposal proposal) {
        return NamedStatement.update(client, ProposalSql.CLOSE_FORMER)
                .execute(parameters(order, caller))
                .compose(closed -> NamedStatement.query(client, ProposalSql.PROPOSE)
                        .execute(parameters(order, caller)
                                .with("proposal", Ids.next())
                                .with("proposed_by", proposedBy.text())
                                .with("kind", proposal.kind().text())
                                .with("days", proposal.days())
                                .with("refund_amount", proposal.refundAmount())
                                .with("note", proposal.note())))
                .map(ProposalRepository::only);
    }

    Future<Proposal> close(SqlClient client, UUID order, Caller caller, UUID proposal, ProposalAnswer answer) {
        return NamedStatement.query(client, ProposalSql.CLOSE)
                .execute(parameters(order, caller).with("proposal", proposal).with("status", answer.status()))
                .map(ProposalRepository::only);
    }

    /** Empty if the caller may not see the order. */
    Future<Optional<Page<Proposal>>> list(SqlClient client, UUID order, Caller caller, PageRequest page) {
        return NamedStatement.query(client, ProposalSql.PROPOSALS)
                .execute(parameters(order, caller).with(page.parameters(KeysetPosition.NEWEST)))
                .map(rows -> page.pageOrNone(
                        rows,
                        "proposal_id",
                        row -> Objects.requireNonNull(Proposal.from(row)),
                        proposal -> KeysetPosition.at(proposal.createdAt(), proposal.id())));
    }

    private static Proposal only(RowSet<Row> rows) {
        return Objects.requireNonNull(Proposal.from(rows.iterator().next()));
    }

    private static Parameters parameters(UUID order, Caller caller) {
        return Parameters.ofCaller(caller.id(), caller.isAdmin()).with("order", order);
    }
}
