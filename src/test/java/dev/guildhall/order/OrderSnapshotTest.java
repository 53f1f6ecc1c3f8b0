package dev.guildhall.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.auth.Caller;
import dev.guildhall.failure.Failure;
import dev.guildhall.failure.FieldError;
import dev.guildhall.http.IfMatch;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Why an order refuses proposals, answers to them, and decisions, without a database. */
class OrderSnapshotTest {
    private static final UUID CLIENT = new UUID(7, 1);
    private static final UUID FREELANCER = new UUID(7, 2);
    private static final OffsetDateTime NOW = OffsetDateTime.parse("2026-11-26T12:00:00Z");
    private static final NewProposal A_DAY = new NewProposal(ProposalKind.EXTEND, 1, null, null);

    @ParameterizedTest
    @CsvSource({
        "PAYMENT_CONFIRMED, CONFIRMED, EXTEND, nothing",
        "PAYMENT_CONFIRMED, CONFIRMED, CANCEL, nothing",
        "IN_PROGRESS, CONFIRMED, EXTEND, nothing",
        "REVISION_REQUESTED, CONFIRMED, EXTEND, nothing",
        "SUBMITTED, CONFIRMED, EXTEND, order_invalid_transition",
        "SUBMITTED, CONFIRMED, CANCEL, nothing",
        "DISPUTED, CONFIRMED, EXTEND, nothing",
        "DISPUTED, SUBMITTED, CANCEL, order_invalid_transition",
        "DISPUTED, REFUND_DUE, CANCEL, nothing",
        "DISPUTED, REFUND_DUE, EXTEND, order_invalid_transition",
        "CANCELLED, REFUND_DUE, CANCEL, order_invalid_transition",
        "PENDING_PAYMENT, PENDING, CANCEL, order_invalid_transition",
        "COMPLETED, CONFIRMED, CANCEL, order_invalid_transition"
    })
    @Tag("ORD-33")
    void takesAProposalWhereItsMoveIsPossible(
            OrderStatus status, PaymentStatus payment, ProposalKind kind, String expected) {
        NewProposal proposal = kind == ProposalKind.EXTEND
                ? A_DAY
                : new NewProposal(ProposalKind.CANCEL, null, new BigDecimal("10.00"), null);
        assertThat(code(order(status, payment, null, NOW).refusal(proposal, caller(CLIENT, false))))
                .isEqualTo(expected);
    }

    @Test
    @Tag("ORD-33")
    void takesNoProposalOfAnAdminOrBesideOneOfTheOtherParty() {
        OrderSnapshot open = order(OrderStatus.IN_PROGRESS, PaymentStatus.CONFIRMED, proposal("open"), NOW);
        assertThat(code(open.refusal(A_DAY, caller(new UUID(7, 9), true)))).isEqualTo("forbidden_role");
        assertThat(code(open.refusal(A_DAY, caller(FREELANCER, false)))).isEqualTo("proposal_open");
        assertThat(code(open.refusal(A_DAY, caller(CLIENT, false)))).isEqualTo("nothing");
    }

    @ParameterizedTest
    @CsvSource({
        "-5, 365, nothing",
        "-5, 366, days too_large",
        "0, 365, nothing",
        "5, 360, nothing",
        "5, 361, days too_large"
    })
    @Tag("ORD-34")
    void countsDaysFromNowOrFromALaterDate(int dueInDays, int days, String expected) {
        OrderSnapshot order = order(OrderStatus.IN_PROGRESS, PaymentStatus.CONFIRMED, null, NOW.plusDays(dueInDays));
        assertThat(code(order.refusal(
                        new NewProposal(ProposalKind.EXTEND, days, null, null), caller(FREELANCER, false))))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0.01, nothing", "49.90, nothing", "49.91, refund_amount too_large", "49.901, refund_amount too_precise"
    })
    @Tag("ORD-33")
    void refundsAtMostWhatWasPaid(BigDecimal amount, String expected) {
        OrderSnapshot order = order(OrderStatus.IN_PROGRESS, PaymentStatus.CONFIRMED, null, NOW);
        NewProposal end = new NewProposal(ProposalKind.CANCEL, null, amount, null);
        assertThat(code(order.refusal(end, caller(CLIENT, false)))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "ACCEPT, open, forbidden_role, nothing",
        "DECLINE, open, forbidden_role, nothing",
        "WITHDRAW, open, nothing, forbidden_role",
        "ACCEPT, expired, forbidden_role, proposal_closed",
        "WITHDRAW, accepted, proposal_closed, forbidden_role"
    })
    @Tag("ORD-33")
    void letsTheOtherPartyAnswerAndItsOwnWithdrawAnOpenProposal(
            ProposalAnswer answer, String status, String byClient, String byFreelancer) {
        OrderSnapshot order = order(OrderStatus.IN_PROGRESS, PaymentStatus.CONFIRMED, proposal(status), NOW);
        assertThat(Map.of(
                        "client", code(order.refusal(answer, caller(CLIENT, false))),
                        "freelancer", code(order.refusal(answer, caller(FREELANCER, false)))))
                .isEqualTo(Map.of("client", byClient, "freelancer", byFreelancer));
        assertThat(code(order.refusal(answer, caller(new UUID(7, 9), true))))
                .as("to an admin")
                .isEqualTo("forbidden_role");
    }

    @Test
    @Tag("ORD-35")
    void letsNoAdminDecideBeforeBothHaveSpoken() {
        TransitionRequest decision = new TransitionRequest(
                OrderAction.RESOLVE,
                new UUID(7, 3),
                caller(new UUID(7, 9), true),
                IfMatch.ANY,
                "So it is.",
                null,
                null,
                new Resolution(OrderStatus.COMPLETED, null, null, null));
        assertThat(code(disputed(false).refusal(decision))).isEqualTo("dispute_unanswered");
        assertThat(code(disputed(true).refusal(decision))).isEqualTo("nothing");
    }

    @ParameterizedTest
    @CsvSource({
        "PENDING_PAYMENT, REJECTED, PLACE, false, proof_reference required",
        "PENDING_PAYMENT, REJECTED, PLACE, true, nothing",
        "CANCELLED, PENDING, CANCEL, false, proof_reference required",
        "CANCELLED, PENDING, AUTO_CANCEL, true, nothing",
        "CANCELLED, REJECTED, RESOLVE, true, order_invalid_transition",
        "IN_PROGRESS, CONFIRMED, START, false, nothing",
        "IN_PROGRESS, CONFIRMED, START, true, proof_reference not_allowed",
        "CANCELLED, REFUND_DUE, CANCEL, false, nothing",
        "CANCELLED, REFUND_DUE, RESOLVE, false, order_invalid_transition"
    })
    @Tag("ORD-29")
    void asksForTheProofOfAPaymentThatTheClientSaysToHaveMade(
            OrderStatus status, PaymentStatus payment, OrderAction last, boolean hasProof, String expected) {
        TransitionRequest dispute = request(OrderAction.DISPUTE, CLIENT, hasProof ? aProof("49.90") : null, null, null);
        assertThat(code(order(facts(status, payment, last), false, false, null).refusal(dispute)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "CONFIRMED, IN_PROGRESS, , , , false, nothing",
        "CONFIRMED, IN_PROGRESS, , , , true, order_invalid_transition",
        "SUBMITTED, COMPLETED, , , , true, nothing",
        "REFUND_DUE, COMPLETED, , , , false, order_invalid_transition",
        "REFUND_SENT, CANCELLED, , , , false, refund_made required",
        "REFUND_SENT, CANCELLED, , false, , false, nothing",
        "REFUND_SENT, CANCELLED, false, true, , false, payment_made not_allowed",
        "REFUND_DUE, CANCELLED, , true, , false, nothing",
        "CONFIRMED, CANCELLED, , true, , false, refund_made not_allowed",
        "SUBMITTED, CANCELLED, , , 10.00, false, refund_amount not_allowed",
        "SUBMITTED, CANCELLED, true, , 10.00, false, nothing",
        "CONFIRMED, CANCELLED, , , 49.90, false, nothing",
        "CONFIRMED, CANCELLED, , , 49.91, false, refund_amount too_large",
        "CONFIRMED, CANCELLED, , , 10.001, false, refund_amount too_precise"
    })
    @Tag("ORD-10")
    void takesADecisionThatFitsTheDispute(
            PaymentStatus payment,
            OrderStatus outcome,
            @Nullable Boolean paymentMade,
            @Nullable Boolean refundMade,
            @Nullable BigDecimal refundAmount,
            boolean wasSentBack,
            String expected) {
        TransitionRequest decision = request(
                OrderAction.RESOLVE,
                new UUID(7, 9),
                null,
                null,
                new Resolution(outcome, paymentMade, refundMade, refundAmount));
        OrderSnapshot order =
                order(facts(OrderStatus.DISPUTED, payment, OrderAction.DISPUTE), wasSentBack, false, null);
        assertThat(code(order.refusal(decision))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"19.99, amount too_small", "20.00, nothing", "20.01, nothing", "20.001, amount too_precise"})
    @Tag("ORD-24")
    void takesARefundOfAtLeastWhatIsOwed(BigDecimal amount, String expected) {
        TransitionRequest refund =
                request(OrderAction.SUBMIT_REFUND, FREELANCER, null, new NewRefund("BACK 1", amount), null);
        OrderFacts due = facts(OrderStatus.CANCELLED, PaymentStatus.REFUND_DUE, OrderAction.CANCEL);
        assertThat(code(order(due, false, false, new BigDecimal("20.00")).refusal(refund)))
                .isEqualTo(expected);
    }

    @Test
    void takesAProofByAmountAndReference() {
        OrderFacts placed = facts(OrderStatus.PENDING_PAYMENT, PaymentStatus.PENDING, OrderAction.PLACE);
        assertThat(code(order(placed, false, false, null)
                        .refusal(request(OrderAction.SUBMIT_PAYMENT, CLIENT, aProof("1.001"), null, null))))
                .isEqualTo("amount too_precise");
        TransitionRequest payment = request(OrderAction.SUBMIT_PAYMENT, CLIENT, aProof("1.00"), null, null);
        assertThat(code(order(placed, false, true, null).refusal(payment))).isEqualTo("payment_reference_used");
        assertThat(code(order(placed, false, false, null).refusal(payment))).isEqualTo("nothing");
    }

    @Test
    void saysWhetherNobodyOrOnlyAnotherRoleMayDoItNow() {
        TransitionRequest dispute = request(OrderAction.DISPUTE, FREELANCER, null, null, null);
        OrderFacts rejected = facts(OrderStatus.PENDING_PAYMENT, PaymentStatus.REJECTED, OrderAction.REJECT_PAYMENT);
        assertThat(code(order(rejected, false, false, null).refusal(dispute))).isEqualTo("forbidden_role");
        OrderFacts approved = facts(OrderStatus.COMPLETED, PaymentStatus.CONFIRMED, OrderAction.APPROVE);
        Failure refused = order(approved, false, false, null).refusal(dispute).orElseThrow();
        assertThat(refused.code()).isEqualTo("order_invalid_transition");
        assertThat(((Failure.Conflict) refused).facts())
                .isEqualTo(Map.of("order_status", OrderStatus.COMPLETED, "allowed_actions", List.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "CANCELLED, PENDING, CANCEL, true",
        "CANCELLED, REJECTED, AUTO_CANCEL, true",
        "CANCELLED, REJECTED, WITHDRAW_PAYMENT, false",
        "COMPLETED, CONFIRMED, AUTO_APPROVE, true",
        "COMPLETED, CONFIRMED, APPROVE, false",
        "CANCELLED, REFUNDED, AUTO_CONFIRM_REFUND, true",
        "CANCELLED, REFUND_DUE, CANCEL, false"
    })
    @Tag("ORD-37")
    void knowsWhatAnAppealEnds(OrderStatus status, PaymentStatus payment, OrderAction last, boolean expected) {
        assertThat(OrderTransitions.canBeAppealed(new OrderState(status, payment), last))
                .isEqualTo(expected);
    }

    @Test
    void choosesTheMovesOfADisputeByItsProof() {
        TransitionRequest plain = request(OrderAction.DISPUTE, CLIENT, null, null, null);
        TransitionRequest byProof = request(OrderAction.DISPUTE, CLIENT, aProof("1.00"), null, null);
        assertThat(OrderTransitions.of(byProof))
                .extracting(row -> row.from() + " " + row.to())
                .containsExactlyInAnyOrder(
                        "PENDING_PAYMENT/REJECTED DISPUTED/SUBMITTED",
                        "CANCELLED/PENDING DISPUTED/SUBMITTED",
                        "CANCELLED/REJECTED DISPUTED/SUBMITTED");
        assertThat(OrderTransitions.of(plain))
                .hasSize(OrderTransitions.of(OrderAction.DISPUTE).size() - 3)
                .doesNotContainAnyElementsOf(OrderTransitions.of(byProof));
        TransitionRequest completed = request(
                OrderAction.RESOLVE,
                new UUID(7, 9),
                null,
                null,
                new Resolution(OrderStatus.COMPLETED, null, null, null));
        assertThat(OrderTransitions.of(completed))
                .hasSize(2)
                .allMatch(row -> row.to().status() == OrderStatus.COMPLETED);
    }

    private static NewProof aProof(String amount) {
        return new NewProof("TRX 1", "Carl Client", new BigDecimal(amount), null);
    }

    private static TransitionRequest request(
            OrderAction action,
            UUID caller,
            @Nullable NewProof proof,
            @Nullable NewRefund refund,
            @Nullable Resolution resolution) {
        return new TransitionRequest(
                action,
                new UUID(7, 3),
                caller(caller, resolution != null),
                IfMatch.ANY,
                "So.",
                proof,
                refund,
                resolution);
    }

    private static OrderFacts facts(OrderStatus status, PaymentStatus payment, OrderAction last) {
        return new OrderFacts(new OrderState(status, payment), last, true, true, null);
    }

    private static OrderSnapshot order(
            OrderFacts facts, boolean wasSentBack, boolean isReferenceUsed, @Nullable BigDecimal refundAmount) {
        return new OrderSnapshot(
                facts,
                CLIENT,
                FREELANCER,
                2,
                new BigDecimal("49.90"),
                "USD",
                refundAmount,
                NOW,
                wasSentBack,
                isReferenceUsed,
                null,
                NOW);
    }

    private static OrderSnapshot disputed(boolean isAnswered) {
        return order(
                new OrderFacts(
                        new OrderState(OrderStatus.DISPUTED, PaymentStatus.CONFIRMED),
                        OrderAction.DISPUTE,
                        false,
                        isAnswered,
                        null),
                null,
                NOW);
    }

    private static OrderSnapshot order(
            OrderStatus status, PaymentStatus payment, @Nullable Proposal proposal, OffsetDateTime deliverBy) {
        return order(
                new OrderFacts(
                        new OrderState(status, payment),
                        OrderAction.PLACE,
                        false,
                        true,
                        proposal == null || !proposal.isOpen() ? null : proposal.proposedBy()),
                proposal,
                deliverBy);
    }

    private static OrderSnapshot order(OrderFacts facts, @Nullable Proposal proposal, OffsetDateTime deliverBy) {
        return new OrderSnapshot(
                facts,
                CLIENT,
                FREELANCER,
                2,
                new BigDecimal("49.90"),
                "USD",
                null,
                deliverBy,
                false,
                false,
                proposal,
                NOW);
    }

    /** Of the client. */
    private static Proposal proposal(String status) {
        return new Proposal(
                new UUID(7, 4),
                new UUID(7, 3),
                ProposalKind.EXTEND,
                1,
                null,
                null,
                Role.CLIENT,
                status,
                NOW,
                NOW.plusDays(2),
                null);
    }

    private static Caller caller(UUID id, boolean isAdmin) {
        return new Caller(id, isAdmin);
    }

    private static String code(Optional<Failure> refusal) {
        return refusal.map(failure -> failure instanceof Failure.Invalid invalid
                        ? describe(invalid.errors().get(0))
                        : failure.code())
                .orElse("nothing");
    }

    private static String describe(FieldError error) {
        return String.valueOf(error.pointer()).substring(2) + " "
                + error.code().name().toLowerCase(Locale.ROOT);
    }
}
