package dev.guildhall.order;

import dev.guildhall.auth.Caller;
import dev.guildhall.bus.Events;
import dev.guildhall.db.Database;
import dev.guildhall.db.Page;
import dev.guildhall.db.PageRequest;
import dev.guildhall.db.UnitOfWork;
import dev.guildhall.failure.Failure;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What the two parties of an order propose to each other. Accepting a proposal is a move of the order. */
public final class ProposalService {
    private final Database database;
    private final Events events;
    private final OrderService moves;
    private final OrderRepository orders = new OrderRepository();
    private final ProposalRepository proposals = new ProposalRepository();

    public ProposalService(Database database, Events events, OrderService moves) {
        this.database = database;
        this.events = events;
        this.moves = moves;
    }

    Future<ProposalJson> propose(UnitOfWork work, UUID order, Caller caller, NewProposal wanted) {
        return work.atomically(locked -> orders.lock(locked.client(), order, caller, null)
                .map(Failure.NotFound.unlessFound("order"))
                .compose(found -> {
                    Optional<Failure> refusal = found.refusal(wanted, caller);
                    if (refusal.isPresent()) {
                        return Future.failedFuture(refusal.get());
                    }
                    Set<Role> roles = found.rolesOf(caller);
                    // To close the former one is a change of its own.
                    int changes = found.proposal() == null ? 1 : 2;
                    publishAfterCommit(locked, found, wanted.kind().proposal(), order, caller, changes);
                    return proposals
                            .propose(locked.client(), order, caller, Role.partyIn(roles), wanted)
                            .map(made -> made.toJson(roles));
                }));
    }

    Future<ProposalJson> answer(UnitOfWork work, UUID order, Caller caller, UUID proposal, ProposalAnswer answer) {
        return work.atomically(locked -> orders.lock(locked.client(), order, caller, proposal)
                .map(Failure.NotFound.unlessFound("order"))
                .compose(found -> {
                    if (found.proposal() == null) {
                        return Future.failedFuture(Failure.NotFound.of("proposal"));
                    }
                    Optional<Failure> refusal = found.refusal(answer, caller);
                    if (refusal.isPresent()) {
                        return Future.failedFuture(refusal.get());
                    }
                    return close(locked, found, order, caller, proposal, answer)
                            .map(closed -> closed.toJson(found.rolesOf(caller)));
                }));
    }

    Future<Page<ProposalJson>> list(UUID order, Caller caller, PageRequest page) {
        return database.read(client -> orders.find(client, order, caller)
                .map(Failure.NotFound.unlessFound("order"))
                .compose(found -> proposals
                        .list(client, order, caller, page)
                        .map(Failure.NotFound.unlessFound("order"))
                        .map(listed -> listed.map(
                                proposal -> proposal.toJson(found.rolesOf(caller.id(), caller.isAdmin()))))));
    }

    private Future<Proposal> close(
            UnitOfWork work, OrderSnapshot found, UUID order, Caller caller, UUID proposal, ProposalAnswer answer) {
        Future<Proposal> closed = proposals.close(work.client(), order, caller, proposal, answer);
        if (answer != ProposalAnswer.ACCEPT) {
            publishAfterCommit(work, found, answer.text(), order, caller, 1);
            return closed;
        }
        return closed.compose(
                accepted -> moves.move(work, TransitionRequest.byAgreement(accepted.kind(), order, caller))
                        .map(accepted));
    }

    /** @param changes of proposals; each is a new version of the order, which shows the open one */
    private void publishAfterCommit(
            UnitOfWork work, OrderSnapshot found, String action, UUID order, Caller caller, int changes) {
        OrderUpdated update = OrderUpdated.of(order, found, action, caller, found.version() + changes);
        work.afterCommit(() -> events.publishEverywhere(OrderUpdated.TOPIC, update));
    }
}
