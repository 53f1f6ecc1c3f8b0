package dev.guildhall.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Answer;
import dev.guildhall.support.Concurrently;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.Stage;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("ORD-35")
class StatementsIT {
    private static final String CHECK = "23514";
    private static final Map<String, ?> REASON = Map.of("reason", "So it is.");
    private static final Map<String, ?> COMPLETED = Map.of("outcome", "COMPLETED", "note", "It was done.");

    @RegisterExtension
    static final Market market = new Market();

    @ParameterizedTest
    @EnumSource
    void areMadeInDisputesOnly(Stage stage) {
        PlacedOrder order = market.anOrder().in(stage);
        boolean isDisputed = stage.status().equals("DISPUTED");
        for (Person person : List.of(order.client(), order.freelancer(), market.anAdmin())) {
            assertThat(order.readBy(person).texts("allowed_actions").contains("add-statement"))
                    .as("add-statement is shown as allowed in %s", stage)
                    .isEqualTo(isDisputed);
            if (isDisputed) {
                order.stateBy(person, "So it is.").expect(201);
            } else {
                order.stateBy(person, "So it is.").expectProblem(409, "not_disputed");
            }
        }
    }

    @Test
    void areAnsweredAndListedAsTheyWereMade() {
        PlacedOrder order = disputed();
        Person admin = market.anAdmin();
        int version = order.read().json().path("version").asInt();
        Answer said = order.stateBy(order.freelancer(), "  It was handed in.\n\tOn Tuesday.  ")
                .expect(201);
        assertThat(said.header("Location")).isEqualTo(order.path("statements"));
        assertThat(said.at("order_id")).isEqualTo(order.id().toString());
        assertThat(said.at("author_id")).isEqualTo(order.freelancer().id().toString());
        assertThat(said.at("author_role")).isEqualTo("freelancer");
        assertThat(said.at("text")).isEqualTo("It was handed in.\n\tOn Tuesday.");
        order.stateBy(admin, "Show it, please.").expect(201);
        order.stateBy(order.client(), "It was not.").expect(201);

        assertThat(order.read().json().path("version").asInt())
                .as("version after three statements")
                .isEqualTo(version + 3);
        assertThat(order.read().at("dispute.statements")).isEqualTo("3");
        for (Person reader : List.of(order.client(), order.freelancer(), admin)) {
            assertThat(statements(order, reader, "").items())
                    .extracting(one -> one.path("author_role").asText())
                    .as("oldest first")
                    .containsExactly("freelancer", "admin", "client");
        }
        assertThat(statements(order, admin, "").items().get(0)).isEqualTo(said.json());
        assertThat(order.history()).as("a statement is no move").hasSize(4);
    }

    @Test
    void areListedOldestFirstInPagesForAllDisputes() {
        PlacedOrder order = disputed();
        for (int i = 1; i <= 3; i++) {
            order.stateBy(order.freelancer(), "First dispute " + i).expect(201);
        }
        order.by(market.anAdmin(), "resolve", Map.of("outcome", "IN_PROGRESS", "note", "Go on."))
                .expect(200);
        order.byFreelancer("dispute", REASON).expect(200);
        assertThat(order.read().at("dispute.statements")).as("of this dispute").isEqualTo("0");
        order.stateBy(order.client(), "Second dispute").expect(201);
        assertThat(order.read().at("dispute.statements")).isEqualTo("1");

        List<String> listed = new ArrayList<>();
        String cursor = null;
        do {
            Answer page = statements(order, order.client(), "?limit=2" + (cursor == null ? "" : "&cursor=" + cursor));
            page.items().forEach(item -> listed.add(item.path("text").asText()));
            cursor = page.at("next_cursor");
        } while (cursor != null);
        assertThat(listed).containsExactly("First dispute 1", "First dispute 2", "First dispute 3", "Second dispute");
    }

    @Test
    void haveOneTo5000CodePoints() {
        PlacedOrder order = disputed();
        String longest = "\uD83D\uDE00".repeat(5_000);
        assertThat(order.stateBy(order.client(), longest).expect(201).at("text"))
                .isEqualTo(longest);
        order.stateBy(order.client(), longest + "!")
                .expectProblem(422, "validation_failed")
                .namingOnly("#/text too_long");
        order.stateBy(order.client(), " \u3000 ")
                .expectProblem(422, "validation_failed")
                .namingOnly("#/text blank");
        market.api()
                .as(order.client())
                .post(order.path("statements"), Map.of())
                .expectProblem(422, "validation_failed")
                .namingOnly("#/text required");
        assertThat(order.read().at("dispute.statements")).isEqualTo("1");
    }

    @Test
    void areAtMost20OfASideInOneDispute() {
        PlacedOrder order = disputed();
        for (int i = 1; i <= 20; i++) {
            order.stateBy(order.client(), "Mine, no. " + i).expect(201);
        }
        order.stateBy(order.client(), "One more").expectProblem(409, "too_many_statements");
        order.stateBy(order.freelancer(), "The other side still speaks.").expect(201);
        order.stateBy(market.anAdmin(), "And so do admins.").expect(201);
        order.by(market.anAdmin(), "resolve", Map.of("outcome", "IN_PROGRESS", "note", "Go on."))
                .expect(200);
        order.byFreelancer("dispute", REASON).expect(200);
        order.stateBy(order.client(), "In another dispute they are counted anew.")
                .expect(201);
    }

    @Test
    void areCountedForAllAdminsTogether() {
        PlacedOrder order = disputed();
        Person one = market.anAdmin();
        Person other = market.anAdmin();
        for (int i = 1; i <= 10; i++) {
            order.stateBy(one, "One " + i).expect(201);
            order.stateBy(other, "Other " + i).expect(201);
        }
        order.stateBy(one, "One more").expectProblem(409, "too_many_statements");
    }

    @Test
    void areAtMost20OfASideHoweverFastItIs() {
        PlacedOrder order = disputed();
        for (int i = 1; i <= 15; i++) {
            order.stateBy(order.client(), "Mine, no. " + i).expect(201);
        }
        List<Answer> answers = Concurrently.times(30, i -> order.stateBy(order.client(), "At once " + i));
        assertThat(answers)
                .allSatisfy(
                        answer -> assertThat(answer.status()).as("%s", answer).isIn(201, 409, 503));
        long added = answers.stream().filter(answer -> answer.status() == 201).count();
        assertThat(added).as("statements that were added").isLessThanOrEqualTo(5);
        assertThat(order.read().at("dispute.statements")).isEqualTo(String.valueOf(15 + added));
    }

    @Test
    @Tag("ORD-13")
    void areNotFoundByThirdPersons() {
        PlacedOrder order = disputed();
        Person third = market.aUser("Theo Third");
        order.stateBy(third, "Me too.").expectProblem(404, "not_found");
        statements(order, third, "").expectProblem(404, "not_found");
        market.api()
                .as(third)
                .get("/orders/" + UUID.randomUUID() + "/statements")
                .expectProblem(404, "not_found");
    }

    @Test
    @Tag("API-11")
    void haveOneEffectWithAKey() {
        PlacedOrder order = disputed();
        // Longer than what is kept of an answer.
        for (String text : List.of("Said once.", "\u00e4".repeat(5_000) + "")) {
            var once = market.api()
                    .as(order.freelancer())
                    .with("Idempotency-Key", UUID.randomUUID().toString());
            Answer first =
                    once.post(order.path("statements"), Map.of("text", text)).expect(201);
            Answer again =
                    once.post(order.path("statements"), Map.of("text", text)).expect(201);
            assertThat(again.json()).isEqualTo(first.json());
        }
        assertThat(statements(order, order.client(), "").items()).hasSize(2);
    }

    @Test
    void areWaitedForBeforeAnAdminDecides() {
        PlacedOrder order = disputed();
        Person admin = market.anAdmin();
        expectUnanswered(order, admin);
        order.stateBy(order.client(), "I say it again.").expect(201);
        order.stateBy(market.anAdmin(), "Frida, what do you say?").expect(201);
        assertThat(order.read().at("dispute.answered"))
                .as("whether what an admin says is an answer")
                .isEqualTo("false");
        expectUnanswered(order, admin);

        order.stateBy(order.freelancer(), "It was handed in.").expect(201);
        assertThat(order.read().at("dispute.answered")).isEqualTo("true");
        assertThat(order.readBy(admin).texts("allowed_actions")).contains("resolve");
        order.by(admin, "resolve", COMPLETED).expect(200);
        assertThat(order.read().at("dispute")).isNull();
    }

    @Test
    void areNotWaitedForFromWhoHasOpenedTheDispute() {
        PlacedOrder order = disputed();
        order.stateBy(order.freelancer(), "It was handed in.").expect(201);
        assertThat(order.read().at("dispute.answered"))
                .as("whether a dispute that one side has opened is answered by the other")
                .isEqualTo("true");
        order.by(market.anAdmin(), "resolve", COMPLETED).expect(200);
    }

    @Test
    void areWaitedForAnewInEachDispute() {
        PlacedOrder order = disputed();
        Person admin = market.anAdmin();
        order.stateBy(order.freelancer(), "It was handed in.").expect(201);
        order.by(admin, "resolve", Map.of("outcome", "IN_PROGRESS", "note", "Go on."))
                .expect(200);
        order.byClient("dispute", REASON).expect(200);
        assertThat(order.read().at("dispute.answered"))
                .as("whether a dispute is answered by what was said in one before")
                .isEqualTo("false");
        expectUnanswered(order, admin);
    }

    @Test
    void areNotWaitedForWhenTheTimeForThemIsOver() {
        PlacedOrder order = disputed();
        Person admin = market.anAdmin();
        order.advance(Duration.ofHours(71));
        expectUnanswered(order, admin);
        String tag = order.readBy(admin).header("ETag");
        order.advance(Duration.ofHours(1));
        Answer over = order.readBy(admin);
        assertThat(over.at("dispute.answered")).isEqualTo("true");
        assertThat(over.header("ETag"))
                .as("the entity tag of what time has changed")
                .isNotEqualTo(tag);
        assertThat(over.texts("allowed_actions")).contains("resolve");
        order.by(admin, "resolve", COMPLETED).expect(200);
    }

    @Test
    void areWaitedForFromBothSidesIfTheSystemHasCalledAnAdmin() {
        PlacedOrder order = market.anOrder().paid();
        market.clock().advanceAndMove(Duration.ofDays(7), order.id(), "auto-dispute", "DISPUTED", "SUBMITTED");
        Person admin = market.anAdmin();
        assertThat(order.read().at("dispute.opened_by")).isEqualTo("system");
        assertThat(order.read().at("dispute.reason")).isNull();
        Map<String, ?> paid = Map.of("outcome", "COMPLETED", "payment_made", true, "note", "It was done.");
        order.by(admin, "resolve", paid).expectProblem(409, "dispute_unanswered");
        order.stateBy(order.client(), "I did pay.").expect(201);
        assertThat(order.read().at("dispute.answered"))
                .as("one side has spoken")
                .isEqualTo("false");
        order.by(admin, "resolve", paid).expectProblem(409, "dispute_unanswered");
        order.stateBy(order.freelancer(), "So it was.").expect(201);
        assertThat(order.read().at("dispute.answered")).isEqualTo("true");
        order.by(admin, "resolve", paid).expect(200);
    }

    @Test
    void areThoseOfThePartyIfAnAdminIsOne() {
        Person admin = market.anAdmin();
        PlacedOrder order = market.anOrder().from(admin).confirmed();
        order.byFreelancer("dispute", REASON).expect(200);
        assertThat(order.stateBy(admin, "I am the client here.").expect(201).at("author_role"))
                .as("how an admin speaks in an order of their own")
                .isEqualTo("client");
        assertThat(order.read().at("dispute.answered")).isEqualTo("true");
        order.by(admin, "resolve", COMPLETED).expectProblem(403, "forbidden_role");
        order.by(market.anAdmin(), "resolve", COMPLETED).expect(200);
    }

    @Test
    void tellWhoHasOpenedTheDisputeWhyAndWhatAnAdminCanSay() {
        PlacedOrder order = market.anOrder().started();
        Answer opened =
                order.byFreelancer("dispute", Map.of("reason", "No answers.")).expect(200);
        assertThat(opened.at("dispute.opened_by")).isEqualTo("freelancer");
        assertThat(opened.at("dispute.reason")).isEqualTo("No answers.");
        assertThat(opened.at("dispute.answered")).isEqualTo("false");
        assertThat(opened.at("dispute.statements")).isEqualTo("0");
        assertThat(opened.at("dispute.opened_at")).isEqualTo(opened.at("last_event.created_at"));
        assertThat(opened.at("dispute.respond_by")).isEqualTo(opened.at("deadlines.respond_by"));
        assertThat(OffsetDateTime.parse(opened.text("dispute.respond_by")))
                .isEqualTo(
                        OffsetDateTime.parse(opened.text("dispute.opened_at")).plusHours(72));
        assertThat(order.read().json().path("dispute"))
                .as("in the answer of the move and afterwards")
                .isEqualTo(opened.json().path("dispute"));
        assertThat(opened.texts("dispute.outcomes")).containsExactlyInAnyOrder("COMPLETED", "IN_PROGRESS", "CANCELLED");

        order.stateBy(order.client(), "Here I am.").expect(201);
        order.by(market.anAdmin(), "resolve", Map.of("outcome", "IN_PROGRESS", "note", "Go on."))
                .expect(200);
        Answer second = order.byClient("dispute", REASON).expect(200);
        assertThat(second.texts("dispute.outcomes"))
                .as("an order is sent back to work once")
                .containsExactlyInAnyOrder("COMPLETED", "CANCELLED");
        assertThat(market.anOrder().in(Stage.DISPUTED_REFUND_DUE).read().texts("dispute.outcomes"))
                .as("where a refund is due")
                .containsExactly("CANCELLED");
    }

    @Test
    @Tag("ORD-38")
    void cannotBeChangedByARawStatement() {
        PlacedOrder order = disputed();
        order.stateBy(order.freelancer(), "It was handed in.").expect(201);
        refused("update order_statements set text = 'I lied.' where order_id = ?", order.id());
        refused("update order_statements set author_role = 'client' where order_id = ?", order.id());
        refused("delete from order_statements where order_id = ?", order.id());
        refused("truncate order_statements");
        refused("truncate order_statements cascade");
        assertThat(statements(order, order.client(), "").items())
                .extracting(one -> one.path("text").asText())
                .containsExactly("It was handed in.");
    }

    @Test
    @Tag("ORD-38")
    void cannotBeMadeByARawStatementThatIsNotTrue() {
        PlacedOrder order = disputed();
        String insert = """
                insert into order_statements (id, order_id, dispute_event, author_id, author_role, text)
                select gen_random_uuid(), o.id, o.event_count + ?, ?, ?, ? from orders o where o.id = ?
                """;
        UUID client = order.client().id();
        UUID third = market.aUser("Theo Third").id();
        refused(insert, 0, client, "freelancer", "As the other party", order.id());
        refused(insert, 0, order.freelancer().id(), "client", "As the other party", order.id());
        refused(insert, 0, client, "admin", "As an admin", order.id());
        refused(insert, 0, third, "admin", "As a third person", order.id());
        refused(insert, 0, third, "client", "As a third person", order.id());
        refused(insert, -1, client, "client", "In no dispute", order.id());
        refused(insert, 0, client, "client", "", order.id());
        refused(insert, 0, client, "client", "x".repeat(5_001), order.id());
        PlacedOrder working = market.anOrder().started();
        refused(insert, 0, working.client().id(), "client", "Without a dispute", working.id());
        for (int i = 0; i < 20; i++) {
            market.sql().update(insert, 0, client, "client", "Said " + i, order.id());
        }
        refused(insert, 0, client, "client", "The 21st", order.id());
    }

    private static void expectUnanswered(PlacedOrder order, Person admin) {
        assertThat(order.readBy(admin).at("dispute.answered")).isEqualTo("false");
        assertThat(order.readBy(admin).texts("allowed_actions"))
                .as("what an admin may do in a dispute that is not answered")
                .doesNotContain("resolve")
                .contains("add-statement");
        order.by(admin, "resolve", COMPLETED).expectProblem(409, "dispute_unanswered");
        assertThat(order.read().at("status")).isEqualTo("DISPUTED");
    }

    /** Opened by the client, without an answer. */
    private static PlacedOrder disputed() {
        PlacedOrder order = market.anOrder().confirmed();
        order.byClient("dispute", Map.of("reason", "Nothing happens.")).expect(200);
        return order;
    }

    private static Answer statements(PlacedOrder order, Person reader, String query) {
        return market.api().as(reader).get(order.path("statements" + query));
    }

    private static void refused(String sql, Object... parameters) {
        market.sql().expectRefusal(CHECK, sql, parameters);
    }
}
