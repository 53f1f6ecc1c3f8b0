package dev.guildhall.order;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guildhall.support.Answer;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.Stage;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("ORD-33")
class ProposalsIT {
    private static final Map<String, ?> FIVE_DAYS = Map.of("kind", "extend", "days", 5);
    private static final Map<String, ?> HALF_BACK = Map.of("kind", "cancel", "refund_amount", "24.95");

    private static final Set<Stage> EXTENDABLE =
            EnumSet.of(Stage.CONFIRMED, Stage.STARTED, Stage.SENT_BACK, Stage.DISPUTED_CONFIRMED);
    private static final Set<Stage> CANCELLABLE = EnumSet.of(
            Stage.CONFIRMED,
            Stage.STARTED,
            Stage.SUBMITTED,
            Stage.SENT_BACK,
            Stage.DISPUTED_CONFIRMED,
            Stage.DISPUTED_REFUND_DUE);

    @RegisterExtension
    static final Market market = new Market();

    @ParameterizedTest
    @EnumSource
    void areMadeByEitherPartyWhereTheyCanBeAgreedOn(Stage stage) {
        PlacedOrder order = market.anOrder().in(stage);
        for (Person party : List.of(order.client(), order.freelancer())) {
            for (Map<String, ?> wanted : List.of(FIVE_DAYS, HALF_BACK)) {
                Set<Stage> stages = wanted == FIVE_DAYS ? EXTENDABLE : CANCELLABLE;
                String action = "propose-" + wanted.get("kind");
                boolean isPossible = stages.contains(stage);
                assertThat(order.readBy(party).texts("allowed_actions").contains(action))
                        .as("%s is shown as allowed in %s", action, stage)
                        .isEqualTo(isPossible);
                Answer answer = order.proposeBy(party, wanted);
                if (isPossible) {
                    answer.expect(201);
                    answer(order, party, answer.text("id"), "withdraw").expect(200);
                } else {
                    Answer refused = answer.expectProblem(409, "order_invalid_transition");
                    assertThat(refused.at("order_status")).isEqualTo(stage.status());
                    assertThat(refused.texts("allowed_actions"))
                            .as("what is allowed instead of %s", action)
                            .isEqualTo(order.readBy(party).texts("allowed_actions"));
                }
            }
        }
        assertThat(order.read().at("status"))
                .as("a proposal alone moves no order")
                .isEqualTo(stage.status());
    }

    @Test
    void areAnsweredWithEverythingThatWasProposed() {
        PlacedOrder order = market.anOrder().started();
        Answer extend = order.proposeBy(order.freelancer(), Map.of("kind", "extend", "days", 3, "note", "The printer."))
                .expect(201);
        assertThat(extend.header("Location")).isEqualTo(order.path("proposals"));
        assertThat(extend.at("order_id")).isEqualTo(order.id().toString());
        assertThat(extend.at("kind")).isEqualTo("extend");
        assertThat(extend.at("days")).isEqualTo("3");
        assertThat(extend.at("refund_amount")).isNull();
        assertThat(extend.at("note")).isEqualTo("The printer.");
        assertThat(extend.at("proposed_by")).isEqualTo("freelancer");
        assertThat(extend.at("status")).isEqualTo("open");
        assertThat(extend.at("closed_at")).isNull();
        assertThat(extend.texts("allowed_actions")).containsExactly("withdraw");
        assertThat(Duration.between(time(extend, "created_at"), time(extend, "expires_at")))
                .as("how long a proposal is open")
                .isEqualTo(Duration.ofHours(48));

        Answer cancel = order.proposeBy(order.freelancer(), HALF_BACK).expect(201);
        assertThat(cancel.at("days")).isNull();
        assertThat(cancel.at("note")).isNull();
        assertThat(cancel.json().path("refund_amount").isTextual())
                .as("money is a string: %s", cancel)
                .isTrue();
        assertThat(cancel.at("refund_amount")).isEqualTo("24.95");
    }

    @Test
    void areShownInTheOrderWithTheAnswersOfTheCaller() {
        PlacedOrder order = market.anOrder().started();
        int before = version(order);
        String proposal = propose(order, order.freelancer(), FIVE_DAYS);
        assertThat(version(order)).as("version after a proposal").isEqualTo(before + 1);

        assertThat(order.read().at("proposal.id")).isEqualTo(proposal);
        assertThat(order.read().texts("proposal.allowed_actions")).containsExactly("accept", "decline");
        assertThat(order.readBy(order.freelancer()).texts("proposal.allowed_actions"))
                .containsExactly("withdraw");
        assertThat(order.readBy(market.anAdmin()).texts("proposal.allowed_actions"))
                .as("answers of an admin")
                .isEmpty();
        assertThat(order.read().texts("allowed_actions"))
                .as("the client has to answer first")
                .doesNotContain("propose-extend", "propose-cancel");
        assertThat(order.readBy(order.freelancer()).texts("allowed_actions"))
                .as("the freelancer can propose something else instead")
                .contains("propose-extend", "propose-cancel");
        assertThat(order.history()).as("a proposal is no move").hasSize(4);
    }

    @Test
    void areRefusedWhileTheOtherPartysIsOpen() {
        PlacedOrder order = market.anOrder().started();
        String first = propose(order, order.freelancer(), FIVE_DAYS);
        order.proposeBy(order.client(), HALF_BACK).expectProblem(409, "proposal_open");
        answer(order, order.client(), first, "decline").expect(200);
        propose(order, order.client(), HALF_BACK);
    }

    @Test
    void areWithdrawnByANewOneOfTheSameParty() {
        PlacedOrder order = market.anOrder().started();
        String first = propose(order, order.freelancer(), FIVE_DAYS);
        String second = propose(order, order.freelancer(), HALF_BACK);
        assertThat(status(order, first)).isEqualTo("withdrawn");
        assertThat(status(order, second)).isEqualTo("open");
        answer(order, order.client(), first, "accept").expectProblem(409, "proposal_closed");
        assertThat(order.read().at("proposal.id")).isEqualTo(second);
    }

    @ParameterizedTest
    @CsvSource({"decline, declined, client", "withdraw, withdrawn, freelancer"})
    void endWithoutAMove(String answer, String status, String by) {
        PlacedOrder order = market.anOrder().started();
        String proposal = propose(order, order.freelancer(), FIVE_DAYS);
        Answer open = order.read();
        Answer closed = answer(order, by.equals("client") ? order.client() : order.freelancer(), proposal, answer)
                .expect(200);
        assertThat(closed.at("status")).isEqualTo(status);
        assertThat(closed.text("closed_at")).isGreaterThan(closed.text("created_at"));
        assertThat(closed.texts("allowed_actions")).isEmpty();
        Answer after = order.read();
        assertThat(after.at("proposal")).isNull();
        assertThat(after.at("status")).isEqualTo("IN_PROGRESS");
        assertThat(after.at("deadlines.deliver_by")).isEqualTo(open.at("deadlines.deliver_by"));
        assertThat(after.json().path("version").asInt())
                .as("version after it was closed")
                .isEqualTo(open.json().path("version").asInt() + 1);
        assertThat(order.history()).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"accept", "decline", "withdraw"})
    void areClosedOnce(String first) {
        PlacedOrder order = market.anOrder().started();
        String proposal = propose(order, order.freelancer(), FIVE_DAYS);
        answer(order, first.equals("withdraw") ? order.freelancer() : order.client(), proposal, first)
                .expect(200);
        String closed = status(order, proposal);
        answer(order, order.client(), proposal, "accept").expectProblem(409, "proposal_closed");
        answer(order, order.client(), proposal, "decline").expectProblem(409, "proposal_closed");
        answer(order, order.freelancer(), proposal, "withdraw").expectProblem(409, "proposal_closed");
        assertThat(status(order, proposal)).isEqualTo(closed);
    }

    @Test
    @Tag("ORD-34")
    void moveTheDateWhenTheyAreAccepted() {
        PlacedOrder order = market.anOrder().started();
        Answer before = order.read();
        String proposal = propose(order, order.freelancer(), FIVE_DAYS);
        int open = version(order);
        Answer accepted = answer(order, order.client(), proposal, "accept").expect(200);
        assertThat(accepted.at("status")).isEqualTo("accepted");
        assertThat(accepted.texts("allowed_actions")).isEmpty();

        Answer after = order.read();
        assertThat(after.at("status")).isEqualTo("IN_PROGRESS");
        assertThat(after.at("proposal")).isNull();
        assertThat(after.json().path("version").asInt())
                .as("version after the move")
                .isEqualTo(open + 1);
        assertThat(time(after, "deadlines.deliver_by"))
                .as("five days after the date of before")
                .isEqualTo(time(before, "deadlines.deliver_by").plusDays(5));
        assertThat(time(after, "deadlines.abandon_by"))
                .isEqualTo(time(after, "deadlines.deliver_by").plusDays(30));
        JsonNode last = order.history().get(4);
        assertThat(last.path("action").asText()).isEqualTo("agree-extend");
        assertThat(last.path("actor_id").asText()).isEqualTo(order.client().id().toString());
        assertThat(last.path("actor_role").asText()).isEqualTo("client");
        assertThat(last.path("from").asText() + " " + last.path("to").asText()).isEqualTo("IN_PROGRESS IN_PROGRESS");
        assertThat(after.at("last_event.action")).isEqualTo("agree-extend");
    }

    @Test
    @Tag("ORD-34")
    void countFromNowIfTheDateIsOver() {
        PlacedOrder order = market.anOrder().started();
        order.advance(Duration.ofDays(20));
        String proposal = propose(order, order.client(), Map.of("kind", "extend", "days", 365));
        answer(order, order.freelancer(), proposal, "accept").expect(200);
        Answer after = order.read();
        assertThat(time(after, "deadlines.deliver_by"))
                .as("a date that is over is extended from now on")
                .isEqualTo(time(after, "last_event.created_at").plusDays(365));
    }

    @Test
    @Tag("ORD-34")
    void reachAtMost365DaysFromNow() {
        PlacedOrder order = market.anOrder().started();
        order.proposeBy(order.freelancer(), Map.of("kind", "extend", "days", 361))
                .expectProblem(422, "validation_failed")
                .namingOnly("#/days too_large");
        answer(
                        order,
                        order.client(),
                        propose(order, order.freelancer(), Map.of("kind", "extend", "days", 360)),
                        "accept")
                .expect(200);
        order.proposeBy(order.client(), Map.of("kind", "extend", "days", 1))
                .expectProblem(422, "validation_failed")
                .namingOnly("#/days too_large");
    }

    @Test
    @Tag("ORD-34")
    void areTheOnlyWayBesidesPaymentAndAdminsToSetTheDate() {
        PlacedOrder order = market.anOrder().confirmed();
        Answer confirmed = order.read();
        assertThat(time(confirmed, "deadlines.deliver_by"))
                .as("set by confirm-payment")
                .isEqualTo(time(confirmed, "last_event.created_at").plusDays(5));
        order.advance(Duration.ofDays(3));
        String deliverBy = order.read().text("deadlines.deliver_by");
        for (Map.Entry<String, Person> move : List.of(
                Map.entry("start", order.freelancer()),
                Map.entry("submit-work", order.freelancer()),
                Map.entry("revision", order.client()))) {
            order.by(move.getValue(), move.getKey(), Map.of()).expect(200);
        }
        assertThat(order.read().at("deadlines.deliver_by"))
                .as("start, submit-work and revision leave the date")
                .isEqualTo(deliverBy);
        order.byClient("dispute", Map.of("reason", "Too late.")).expect(200);
        assertThat(order.read().at("deadlines.deliver_by"))
                .as("no date runs in a dispute")
                .isNull();
        order.answerDispute();
        order.by(market.anAdmin(), "resolve", Map.of("outcome", "IN_PROGRESS", "note", "Go on."))
                .expect(200);
        Answer sentBack = order.read();
        assertThat(time(sentBack, "deadlines.deliver_by"))
                .as("an admin who sends the order back sets a new date")
                .isEqualTo(time(sentBack, "last_event.created_at").plusDays(5));
    }

    @ParameterizedTest
    @EnumSource(names = {"CONFIRMED", "STARTED", "SENT_BACK", "DISPUTED_CONFIRMED"})
    void toExtendLeaveTheStatusOrEndTheDispute(Stage stage) {
        PlacedOrder order = market.anOrder().in(stage);
        answer(order, order.freelancer(), propose(order, order.client(), FIVE_DAYS), "accept")
                .expect(200);
        Answer after = order.read();
        assertThat(after.at("status")).isEqualTo(stage == Stage.DISPUTED_CONFIRMED ? "IN_PROGRESS" : stage.status());
        assertThat(after.at("payment_status")).isEqualTo("CONFIRMED");
        assertThat(after.at("last_event.action")).isEqualTo("agree-extend");
        assertThat(after.at("last_event.actor_role")).isEqualTo("freelancer");
        assertThat(after.at("dispute")).isNull();
        assertThat(after.at("deadlines.respond_by"))
                .as("a dispute that is over")
                .isNull();
    }

    @ParameterizedTest
    @EnumSource(names = {"CONFIRMED", "STARTED", "SUBMITTED", "SENT_BACK", "DISPUTED_CONFIRMED", "DISPUTED_REFUND_DUE"})
    void toCancelLeaveTheAgreedRefundDue(Stage stage) {
        PlacedOrder order = market.anOrder().in(stage);
        answer(order, order.client(), propose(order, order.freelancer(), HALF_BACK), "accept")
                .expect(200);
        Answer after = order.read();
        assertThat(after.at("status") + "/" + after.at("payment_status")).isEqualTo("CANCELLED/REFUND_DUE");
        assertThat(after.at("refund_amount")).isEqualTo("24.95");
        assertThat(time(after, "deadlines.refund_by"))
                .isEqualTo(time(after, "last_event.created_at").plusDays(7));
        assertThat(after.at("last_event.action")).isEqualTo("agree-cancel");
        assertThat(after.at("last_event.actor_id"))
                .isEqualTo(order.client().id().toString());
        order.byFreelancer("submit-refund", Map.of("proof_reference", "BACK " + order.id(), "amount", "24.94"))
                .expectProblem(422, "validation_failed")
                .namingOnly("#/amount too_small");
        order.byFreelancer("submit-refund", Map.of("proof_reference", "BACK " + order.id(), "amount", "24.95"))
                .expect(200);
    }

    @Test
    void agreeOnTheWholeAmountAtMost() {
        PlacedOrder order = market.anOrder().submitted();
        order.proposeBy(order.client(), Map.of("kind", "cancel", "refund_amount", "49.91"))
                .expectProblem(422, "validation_failed")
                .namingOnly("#/refund_amount too_large");
        order.proposeBy(order.client(), Map.of("kind", "cancel", "refund_amount", "1.001"))
                .expectProblem(422, "validation_failed")
                .namingOnly("#/refund_amount too_precise");
        propose(order, order.client(), Map.of("kind", "cancel", "refund_amount", "49.90"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|#/kind required",
                "{\"kind\":\"pause\"}|#/kind not_allowed",
                "{\"kind\":\"extend\"}|#/days required",
                "{\"kind\":\"extend\",\"days\":0}|#/days too_small",
                "{\"kind\":\"extend\",\"days\":366}|#/days too_large",
                "{\"kind\":\"extend\",\"days\":2,\"refund_amount\":\"1.00\"}|#/refund_amount not_allowed",
                "{\"kind\":\"cancel\"}|#/refund_amount required",
                "{\"kind\":\"cancel\",\"refund_amount\":\"0.00\"}|#/refund_amount too_small",
                "{\"kind\":\"cancel\",\"refund_amount\":\"1.00\",\"days\":2}|#/days not_allowed"
            })
    void nameTheFieldThatIsWrong(String body, String error) {
        PlacedOrder order = market.anOrder().started();
        Answer refused = market.api().as(order.client()).post(order.path("proposals"), body);
        refused.expectProblem(422, "validation_failed");
        assertThat(refused.named()).as("%s", refused).contains(error);
        assertThat(order.read().at("proposal")).isNull();
    }

    @Test
    void haveANoteOfAtMost2000Characters() {
        PlacedOrder order = market.anOrder().started();
        String longest = "\uD83D\uDE00".repeat(2_000);
        Map<String, Object> wanted = new HashMap<>(FIVE_DAYS);
        wanted.put("note", longest);
        assertThat(order.proposeBy(order.client(), wanted).expect(201).at("note"))
                .isEqualTo(longest);
        wanted.put("note", longest + "!");
        order.proposeBy(order.client(), wanted)
                .expectProblem(422, "validation_failed")
                .namingOnly("#/note too_long");
    }

    @Test
    void areNotForAdmins() {
        PlacedOrder order = market.anOrder().started();
        Person admin = market.anAdmin();
        order.proposeBy(admin, FIVE_DAYS).expectProblem(403, "forbidden_role");
        String proposal = propose(order, order.client(), FIVE_DAYS);
        for (String answer : List.of("accept", "decline", "withdraw")) {
            answer(order, admin, proposal, answer).expectProblem(403, "forbidden_role");
        }
        assertThat(status(order, proposal)).isEqualTo("open");
        assertThat(list(order, admin, "").items()).as("admins read them").hasSize(1);
    }

    @Test
    void areForTheOtherPartyToAnswerAndForTheProposerToWithdraw() {
        PlacedOrder order = market.anOrder().started();
        String proposal = propose(order, order.client(), FIVE_DAYS);
        answer(order, order.client(), proposal, "accept").expectProblem(403, "forbidden_role");
        answer(order, order.client(), proposal, "decline").expectProblem(403, "forbidden_role");
        answer(order, order.freelancer(), proposal, "withdraw").expectProblem(403, "forbidden_role");
        assertThat(status(order, proposal)).isEqualTo("open");
    }

    @Test
    @Tag("ORD-13")
    void areNotFoundByThirdPersonsNorInAnotherOrder() {
        PlacedOrder order = market.anOrder().started();
        String proposal = propose(order, order.client(), FIVE_DAYS);
        Person third = market.aUser("Theo Third");
        list(order, third, "").expectProblem(404, "not_found");
        order.proposeBy(third, FIVE_DAYS).expectProblem(404, "not_found");
        PlacedOrder other = market.anOrder().from(order.client()).started();
        for (String answer : List.of("accept", "decline", "withdraw")) {
            answer(order, third, proposal, answer).expectProblem(404, "not_found");
            answer(order, order.freelancer(), UUID.randomUUID().toString(), answer)
                    .expectProblem(404, "not_found");
            answer(other, order.client(), proposal, answer).expectProblem(404, "not_found");
            answer(other, other.freelancer(), proposal, answer).expectProblem(404, "not_found");
        }
        assertThat(status(order, proposal)).isEqualTo("open");
        assertThat(list(other, order.client(), "").items()).isEmpty();
    }

    @Test
    void expireAfterTwoDays() {
        PlacedOrder order = market.anOrder().started();
        String proposal = propose(order, order.freelancer(), FIVE_DAYS);
        String tag = order.read().header("ETag");
        order.advance(Duration.ofHours(48));

        Answer after = order.read();
        assertThat(after.at("proposal"))
                .as("a proposal that is over, in the order")
                .isNull();
        assertThat(after.header("ETag"))
                .as("the entity tag of what time has changed")
                .isNotEqualTo(tag);
        assertThat(after.texts("allowed_actions")).contains("propose-extend", "propose-cancel");
        JsonNode listed = list(order, order.client(), "").items().get(0);
        assertThat(listed.path("status").asText()).isEqualTo("expired");
        assertThat(listed.path("closed_at").asText())
                .isEqualTo(listed.path("expires_at").asText());
        assertThat(listed.path("allowed_actions")).isEmpty();
        answer(order, order.client(), proposal, "accept").expectProblem(409, "proposal_closed");
        answer(order, order.client(), proposal, "decline").expectProblem(409, "proposal_closed");
        answer(order, order.freelancer(), proposal, "withdraw").expectProblem(409, "proposal_closed");

        propose(order, order.client(), HALF_BACK);
        assertThat(status(order, proposal))
                .as("after the other party has made a proposal")
                .isEqualTo("expired");
    }

    @Test
    void areStillExpiredAfterALaterMove() {
        PlacedOrder order = market.anOrder().started();
        String proposal = propose(order, order.freelancer(), FIVE_DAYS);
        order.advance(Duration.ofHours(49));
        order.byFreelancer("submit-work", Map.of()).expect(200);
        assertThat(status(order, proposal)).isEqualTo("expired");
    }

    @ParameterizedTest
    @CsvSource({
        "CONFIRMED, start, freelancer",
        "STARTED, submit-work, freelancer",
        "SENT_BACK, submit-work, freelancer",
        "CONFIRMED, submit-work, freelancer",
        "SUBMITTED, approve, client",
        "SUBMITTED, revision, client",
        "STARTED, cancel, freelancer",
        "STARTED, dispute, client",
        "DISPUTED_REFUND_DUE, submit-refund, freelancer",
        "DISPUTED_REFUND_DUE, confirm-refund, client",
        "DISPUTED_CONFIRMED, resolve, admin"
    })
    void areOvertakenByAnyOtherMove(Stage stage, String action, String by) {
        PlacedOrder order = market.anOrder().in(stage);
        String proposal = propose(order, order.freelancer(), HALF_BACK);
        Person mover = switch (by) {
            case "client" -> order.client();
            case "freelancer" -> order.freelancer();
            default -> market.anAdmin();
        };
        Map<String, ?> body = switch (action) {
            case "cancel", "dispute" -> Map.of("reason", "So it is.");
            case "submit-refund" -> PlacedOrder.aRefund();
            case "resolve" -> Map.of("outcome", "COMPLETED", "note", "It was done.");
            default -> Map.of();
        };
        Answer moved = order.by(mover, action, body).expect(200);
        assertThat(moved.at("proposal"))
                .as("the proposal in the answer of the move")
                .isNull();
        assertThat(order.read().at("proposal")).isNull();
        assertThat(status(order, proposal)).isEqualTo("overtaken");
        answer(order, order.client(), proposal, "accept").expectProblem(409, "proposal_closed");
    }

    @Test
    void stopNoDeadline() {
        PlacedOrder order = market.anOrder().submitted();
        String deadline = order.read().text("deadlines.approve_by");
        String proposal = propose(order, order.freelancer(), HALF_BACK);
        assertThat(order.read().at("deadlines.approve_by")).isEqualTo(deadline);
        market.clock().advanceAndMove(Duration.ofDays(14), order.id(), "auto-approve", "COMPLETED", "CONFIRMED");
        assertThat(order.read().at("status")).isEqualTo("COMPLETED");
        assertThat(status(order, proposal)).isEqualTo("expired");
    }

    @Test
    void areListedNewestFirstInPages() {
        PlacedOrder order = market.anOrder().started();
        List<String> made = new ArrayList<>();
        for (int days = 1; days <= 5; days++) {
            made.add(0, propose(order, order.client(), Map.of("kind", "extend", "days", days)));
        }
        propose(market.anOrder().from(order.client()).started(), order.client(), FIVE_DAYS);
        List<String> listed = new ArrayList<>();
        String cursor = null;
        do {
            Answer page = list(order, order.freelancer(), "?limit=2" + (cursor == null ? "" : "&cursor=" + cursor));
            page.items().forEach(item -> listed.add(item.path("id").asText()));
            cursor = page.at("next_cursor");
        } while (cursor != null);
        assertThat(listed).isEqualTo(made);
        assertThat(list(order, order.freelancer(), "").items().get(0).path("allowed_actions"))
                .extracting(JsonNode::asText)
                .containsExactly("accept", "decline");
        assertThat(list(order, order.client(), "").items().get(0).path("allowed_actions"))
                .extracting(JsonNode::asText)
                .containsExactly("withdraw");
    }

    @Test
    @Tag("API-11")
    void haveOneEffectWithAKey() {
        PlacedOrder order = market.anOrder().started();
        String key = UUID.randomUUID().toString();
        var once = market.api().as(order.client()).with("Idempotency-Key", key);
        Answer first = once.post(order.path("proposals"), FIVE_DAYS).expect(201);
        Answer again = once.post(order.path("proposals"), FIVE_DAYS).expect(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(list(order, order.client(), "").items())
                .as("proposals of one key")
                .hasSize(1);

        var accept = market.api()
                .as(order.freelancer())
                .with("Idempotency-Key", UUID.randomUUID().toString());
        String path = order.path("proposals/" + first.text("id") + "/accept");
        Answer accepted = accept.patch(path, Map.of()).expect(200);
        assertThat(accept.patch(path, Map.of()).expect(200).body()).isEqualTo(accepted.body());
        assertThat(order.history()).as("moves of one key").hasSize(5);
    }

    @Test
    void cannotBeAcceptedByAGeneralMove() {
        PlacedOrder order = market.anOrder().started();
        propose(order, order.freelancer(), FIVE_DAYS);
        for (String path : List.of("agree-extend", "agree-cancel", "propose-extend")) {
            order.byClient(path, Map.of()).expectProblem(404, "not_found");
        }
    }

    private static String propose(PlacedOrder order, Person by, Map<String, ?> wanted) {
        return order.proposeBy(by, wanted).expect(201).text("id");
    }

    private static Answer answer(PlacedOrder order, Person by, String proposal, String answer) {
        return order.by(by, "proposals/" + proposal + "/" + answer, Map.of());
    }

    private static Answer list(PlacedOrder order, Person by, String query) {
        return market.api().as(by).get(order.path("proposals" + query));
    }

    private static @Nullable String status(PlacedOrder order, String proposal) {
        return list(order, order.client(), "?limit=100").expect(200).items().stream()
                .filter(item -> item.path("id").asText().equals(proposal))
                .map(item -> item.path("status").asText())
                .findFirst()
                .orElse(null);
    }

    private static int version(PlacedOrder order) {
        return order.read().json().path("version").asInt();
    }

    private static OffsetDateTime time(Answer answer, String path) {
        return OffsetDateTime.parse(answer.text(path));
    }
}
