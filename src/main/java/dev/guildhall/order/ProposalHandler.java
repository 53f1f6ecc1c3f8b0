package dev.guildhall.order;

import dev.guildhall.db.LockKey;
import dev.guildhall.failure.FieldCode;
import dev.guildhall.http.Body;
import dev.guildhall.http.Paging;
import dev.guildhall.http.Reply;
import dev.guildhall.http.Request;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.util.Map;
import java.util.UUID;

/** Reads the requests about proposals and makes their responses. */
final class ProposalHandler {
    private static final Map<String, ProposalKind> KINDS =
            Map.of(ProposalKind.EXTEND.text(), ProposalKind.EXTEND, ProposalKind.CANCEL.text(), ProposalKind.CANCEL);

    private final ProposalService proposals;

    ProposalHandler(ProposalService proposals) {
        this.proposals = proposals;
    }

    Future<Reply> propose(Request request) {
        UUID order = request.id("id");
        Body body = request.body();
        NewProposal proposal = proposal(body);
        body.check();
        return request.write(
                LockKey.changing("order", order),
                work -> proposals
                        .propose(work, order, request.caller(), proposal)
                        .map(made -> Reply.created(made, "/orders/" + order + "/proposals")));
    }

    Future<Reply> answer(Request request, ProposalAnswer answer) {
        UUID order = request.id("id");
        UUID proposal = request.id("proposal_id");
        request.body().check();
        return request.write(
                LockKey.changing("order", order),
                work -> proposals
                        .answer(work, order, request.caller(), proposal, answer)
                        .map(Reply::ok));
    }

    Future<Reply> list(Request request) {
        UUID order = request.id("id");
        Paging paging = request.paging();
        return proposals.list(order, request.caller(), paging.page()).map(paging::reply);
    }

    private static NewProposal proposal(Body body) {
        ProposalKind kind = body.choice("kind", KINDS, ProposalKind.EXTEND);
        Integer days = null;
        BigDecimal refundAmount = null;
        if (kind == ProposalKind.EXTEND) {
            days = body.integer("days", 1, NewProposal.MAX_DAYS);
            refuse(body, "refund_amount", kind);
        } else {
            refundAmount = body.money("refund_amount");
            refuse(body, "days", kind);
        }
        return new NewProposal(kind, days, refundAmount, body.optionalText("note", OrderHandler.MAX_NOTE));
    }

    private static void refuse(Body body, String field, ProposalKind kind) {
        if (body.isGiven(field)) {
            body.refuse(field, FieldCode.NOT_ALLOWED, "Not in a proposal to " + kind.text() + ".");
        }
    }
}
