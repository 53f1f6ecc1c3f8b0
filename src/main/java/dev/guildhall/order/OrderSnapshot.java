package dev.guildhall.order;

import dev.guildhall.auth.Caller;
import dev.guildhall.failure.Failure;
import dev.guildhall.failure.FieldCode;
import dev.guildhall.failure.FieldError;
import dev.guildhall.failure.FieldErrors;
import dev.guildhall.money.Money;
import io.vertx.sqlclient.Row;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The data of an order that explains why its status did not change.
 *
 * @param refundAmount that is owed or was paid back; null: none
 * @param wasSentBack whether an admin has sent it back to work before
 * @param proposal that the request is about, or else the open one; null: there is none
 * @param now by the clock of the database
 * @param isReferenceUsed whether the reference has proven a different payment to the same freelancer, or a different refund by them
 */
record OrderSnapshot(
        OrderFacts facts,
        UUID clientId,
        UUID freelancerId,
        int version,
        BigDecimal amount,
        String currency,
        @Nullable BigDecimal refundAmount,
        @Nullable OffsetDateTime deliverBy,
        boolean wasSentBack,
        boolean isReferenceUsed,
        @Nullable Proposal proposal,
        OffsetDateTime now) {

    static OrderSnapshot from(Row row) {
        Proposal proposal = Proposal.from(row);
        return new OrderSnapshot(
                new OrderFacts(
                        OrderState.from(row),
                        OrderAction.of(row.getString("last_action")),
                        row.getBoolean("can_be_appealed"),
                        row.getBoolean("is_answered"),
                        proposal == null || !proposal.isOpen() ? null : proposal.proposedBy()),
                row.getUUID("client_id"),
                row.getUUID("freelancer_id"),
                row.getInteger("version"),
                Money.from(row, "amount"),
                row.getString("currency"),
                Money.fromNullable(row, "refund_amount"),
                row.getOffsetDateTime("deliver_by"),
                row.getBoolean("was_sent_back"),
                Boolean.TRUE.equals(row.getBoolean("reference_is_used")),
                proposal,
                row.getOffsetDateTime("now"));
    }

    OrderState state() {
        return facts.state();
    }

    Set<Role> rolesOf(Caller caller) {
        return Order.roles(clientId, freelancerId, caller.id(), caller.isAdmin());
    }

    /**
     * Why the request is refused: checks the role, then the version, the state, the fields that are needed in this state, the amount
     * and the reference. Empty if it is possible now, because the order has changed since the attempt.
     */
    Optional<Failure> refusal(TransitionRequest request) {
        OrderAction action = request.action();
        Caller caller = request.caller();
        Set<Role> roles = caller == null ? Set.of(Role.SYSTEM) : rolesOf(caller);
        boolean isAllowed = facts.allows(action, roles);
        if (!isAllowed && (!OrderTransitions.isEverAllowed(action, roles) || isAllowedToAnyRole(action))) {
            return Optional.of(new Failure.Forbidden(
                    "forbidden_role", "Your part in this order does not allow you to " + action.text() + " now."));
        }
        if (!request.ifMatch().allows(version)) {
            return Optional.of(new Failure.PreconditionFailed());
        }
        if (!isAllowed) {
            return Optional.of(invalidTransition(
                    "An order that is " + state().status() + " cannot " + action.text() + ".", roles));
        }
        if (action == OrderAction.RESOLVE && !facts.isAnswered()) {
            return Optional.of(new Failure.Conflict(
                    "dispute_unanswered",
                    "Both sides have to say something first, or their time for it, respond_by, has to be over."));
        }
        return fieldErrors(request)
                .or(() -> impossibleOutcome(request, roles))
                .or(() -> amountError(request).map(Failure.Invalid::new))
                .or(() -> isReferenceUsed ? Optional.of(request.referenceUsed()) : Optional.empty());
    }

    private Failure invalidTransition(String detail, Set<Role> roles) {
        return new Failure.Conflict(
                "order_invalid_transition",
                detail,
                Map.of(
                        "order_status", state().status(),
                        "allowed_actions", facts.allowedActions(roles)));
    }

    /** Fields that are missing, or not allowed, in this state. */
    private Optional<Failure> fieldErrors(TransitionRequest request) {
        FieldErrors errors = new FieldErrors();
        if (request.action() == OrderAction.DISPUTE && OrderTransitions.needsProof(OrderAction.DISPUTE, state())) {
            if (request.proof() == null) {
                Stream.of("proof_reference", "payer_name", "amount")
                        .forEach(name -> errors.add(FieldError.field(
                                name, FieldCode.REQUIRED, "Required: which payment do you say was made?")));
            }
        } else if (request.action() == OrderAction.DISPUTE && request.proof() != null) {
            errors.add(FieldError.field(
                    "proof_reference", FieldCode.NOT_ALLOWED, "This dispute is not about a payment to be proven."));
        }
        Resolution resolution = request.resolution();
        if (resolution != null) {
            resolution.errorsIn(state().payment()).forEach(errors::add);
        }
        return errors.isEmpty() ? Optional.empty() : Optional.of(new Failure.Invalid(errors));
    }

    private Optional<Failure> impossibleOutcome(TransitionRequest request, Set<Role> roles) {
        Resolution resolution = request.resolution();
        if (resolution == null
                || OrderTransitions.of(request).stream()
                        .anyMatch(row -> row.from().equals(state()) && !(row.once() && wasSentBack))) {
            return Optional.empty();
        }
        return Optional.of(invalidTransition(
                wasSentBack && resolution.outcome() == OrderStatus.IN_PROGRESS
                        ? "An admin has sent this order back to work once already."
                        : "An order that is " + state() + " cannot become " + resolution.outcome() + ".",
                roles));
    }

    private Optional<FieldError> amountError(TransitionRequest request) {
        NewProof proof = request.proof();
        if (proof != null) {
            return Money.error(proof.amount(), "amount", currency);
        }
        NewRefund refund = request.refund();
        if (refund != null) {
            return Money.error(refund.amount(), "amount", currency)
                    .or(() -> refundAmount != null && refund.amount().compareTo(refundAmount) < 0
                            ? Optional.of(FieldError.field(
                                    "amount", FieldCode.TOO_SMALL, "At least " + refundAmount + ", which is owed."))
                            : Optional.empty());
        }
        BigDecimal decided =
                request.resolution() == null ? null : request.resolution().refundAmount();
        if (decided == null) {
            return Optional.empty();
        }
        return Money.error(decided, "refund_amount", currency).or(() -> tooMuch(decided));
    }

    private boolean isAllowedToAnyRole(OrderAction action) {
        return facts.allows(action, Set.of(Role.CLIENT, Role.FREELANCER, Role.ADMIN));
    }

    /** Why this caller cannot make this proposal; empty if they can. */
    Optional<Failure> refusal(NewProposal wanted, Caller caller) {
        Set<Role> roles = rolesOf(caller);
        OrderAction agreement = wanted.kind().agreement();
        if (roles.contains(Role.ADMIN)) {
            return Optional.of(new Failure.Forbidden("forbidden_role", "Only the two parties make proposals."));
        }
        if (!facts.allows(agreement, roles)) {
            return Optional.of(invalidTransition(
                    "The end or date of an order that is " + state() + " cannot be agreed on like this.", roles));
        }
        if (facts.proposedBy() != null && !roles.contains(facts.proposedBy())) {
            return Optional.of(new Failure.Conflict(
                    "proposal_open", "The other party has made a proposal. Accept or decline it first."));
        }
        return proposalError(wanted).map(Failure.Invalid::new);
    }

    /** Why this caller cannot answer the proposal like this; empty if they can. */
    Optional<Failure> refusal(ProposalAnswer answer, Caller caller) {
        Proposal answered = Objects.requireNonNull(proposal);
        Set<Role> roles = rolesOf(caller);
        if (Stream.of(Role.CLIENT, Role.FREELANCER)
                .noneMatch(role -> roles.contains(role) && answer.isFor(role, answered.proposedBy()))) {
            return Optional.of(new Failure.Forbidden(
                    "forbidden_role",
                    answer == ProposalAnswer.WITHDRAW
                            ? "Only the party that has made a proposal withdraws it."
                            : "Only the other party accepts or declines a proposal."));
        }
        return answered.isOpen()
                ? Optional.empty()
                : Optional.of(
                        new Failure.Conflict("proposal_closed", "This proposal is closed: " + answered.status() + "."));
    }

    private Optional<FieldError> proposalError(NewProposal wanted) {
        BigDecimal refund = wanted.refundAmount();
        if (refund != null) {
            return Money.error(refund, "refund_amount", currency).or(() -> tooMuch(refund));
        }
        int days = Objects.requireNonNull(wanted.days());
        OffsetDateTime from = deliverBy == null || deliverBy.isBefore(now) ? now : deliverBy;
        return from.plusDays(days).isAfter(now.plusDays(NewProposal.MAX_DAYS))
                ? Optional.of(FieldError.field(
                        "days",
                        FieldCode.TOO_LARGE,
                        "At most " + NewProposal.MAX_DAYS + " days from now; the date would be later."))
                : Optional.empty();
    }

    private Optional<FieldError> tooMuch(BigDecimal refund) {
        return refund.compareTo(amount) > 0
                ? Optional.of(FieldError.field(
                        "refund_amount", FieldCode.TOO_LARGE, "At most " + amount + ", which was paid."))
                : Optional.empty();
    }
}
