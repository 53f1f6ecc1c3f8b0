package dev.guildhall.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Answer;
import dev.guildhall.support.Concurrently;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.Sql;
import dev.guildhall.support.TestGig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PaymentInstructionsIT {
    private static final int ROUNDS = 15;

    @RegisterExtension
    static final Market market = new Market();

    private final Person frida = market.aUser("Frida");
    private final TestGig gig = market.aGig().by(frida).create();

    @Test
    void areAddedToOrdersThatHaveNone() {
        PlacedOrder waiting = market.anOrder().of(gig).placed();
        PlacedOrder paid = market.anOrder().of(gig).paid();
        PlacedOrder completed = market.anOrder().of(gig).completed();
        assertThat(instructions(waiting)).isNull();

        set("IBAN 1").expect(200);
        assertThat(List.of(waiting, paid)).allSatisfy(order -> {
            assertThat(instructions(order)).isEqualTo("IBAN 1");
            assertThat(order.read().at("payment_instructions_changed_at")).isNotNull();
        });
        assertThat(instructions(completed)).isNull();
    }

    @Test
    @Tag("USR-10")
    void writeNoOrderWhenTheyChange() {
        PlacedOrder order = market.anOrder().of(gig).placed();
        String write = "select xmin::text, version from orders where id = ?";
        Map<String, @Nullable Object> before = market.sql().row(write, order.id());
        Answer without = order.read();
        set("IBAN 1").expect(200);
        assertThat(market.sql().row(write, order.id()))
                .as("the last write of an order that shows the first instructions")
                .isEqualTo(before);
        assertThat(order.read().at("payment_instructions")).isEqualTo("IBAN 1");
        assertThat(order.read().header("ETag"))
                .as("the tag of an order that shows the first instructions")
                .isNotEqualTo(without.header("ETag"));
    }

    @Test
    @Tag("USR-10")
    void areReadByPlacingWithoutWaitingForTheFreelancer() {
        set("IBAN 1").expect(200);
        try (Sql freelancer = market.database().sql()) {
            freelancer.begin();
            freelancer.update(
                    "update users set bio = 'Soon.' where id = ?",
                    gig.freelancer().id());
            assertThat(instructions(market.anOrder().of(gig).placed()))
                    .as("instructions in an order that is placed while the freelancer's row is locked")
                    .isEqualTo("IBAN 1");
            freelancer.rollback();
        }
    }

    @Test
    void areNotAddedToOrdersOfAnotherFreelancer() {
        PlacedOrder ofAnother = market.anOrder().placed();
        set("IBAN 1").expect(200);
        assertThat(instructions(ofAnother))
                .as("payment instructions in an order of another freelancer")
                .isNull();
    }

    @Test
    void areThoseOfTheFreelancerOfTheOrder() {
        Person other = market.aUser("Fritz");
        set("IBAN 1").expect(200);
        market.api()
                .as(other)
                .patch("/me", Map.of("payment_instructions", "IBAN 2"))
                .expect(200);
        PlacedOrder order = market.anOrder().of(gig).placed();
        PlacedOrder ofTheOther =
                market.anOrder().of(market.aGig().by(other).create()).placed();
        assertThat(List.of(String.valueOf(instructions(order)), String.valueOf(instructions(ofTheOther))))
                .as("payment instructions in the orders of two freelancers")
                .containsExactly("IBAN 1", "IBAN 2");
    }

    @Test
    void stayInAnOrderThatHasGotThemLaterWhenItEnds() {
        PlacedOrder completed = market.anOrder().of(gig).submitted();
        PlacedOrder cancelled = market.anOrder().of(gig).placed();
        set("IBAN 1").expect(200);
        completed.byClient("approve", Map.of()).expect(200);
        cancelled.byClient("cancel", Map.of("reason", "No need.")).expect(200);
        set("IBAN 2").expect(200);
        assertThat(instructions(completed))
                .as("where an order that is completed was paid")
                .isEqualTo("IBAN 1");
        assertThat(instructions(cancelled))
                .as("where an order that is cancelled was to be paid")
                .isEqualTo("IBAN 1");
    }

    /** So that nobody can say afterwards that a client was told to pay elsewhere. */
    @Test
    void cannotBeChangedByARawStatement() {
        set("IBAN 1").expect(200);
        PlacedOrder order = market.anOrder().of(gig).placed();
        set("IBAN 2").expect(200);
        for (String change : List.of(
                "update payment_instruction_versions set instructions = 'IBAN 3' where user_id = ?",
                "delete from payment_instruction_versions where user_id = ?")) {
            market.sql().expectRefusal("23514", change, frida.id());
        }
        market.sql().update("update orders set payment_instructions_n = 2 where id = ?", order.id());
        assertThat(instructions(order))
                .as("payment instructions after a raw statement")
                .isEqualTo("IBAN 1");
    }

    @Test
    void changeNothingInOrdersThatHaveInstructions() {
        set("IBAN 1").expect(200);
        PlacedOrder order = market.anOrder().of(gig).placed();
        Answer before = order.read();
        set("IBAN 2").expect(200);
        assertThat(order.read().json()).isEqualTo(before.json());
        set(null).expect(200);
        assertThat(instructions(order)).isEqualTo("IBAN 1");
        assertThat(instructions(market.anOrder().of(gig).placed())).isNull();
    }

    @Test
    void areNotChangedByTheSameInstructions() {
        set("IBAN 1").expect(200);
        PlacedOrder first = market.anOrder().of(gig).placed();
        set("IBAN 1").expect(200);
        PlacedOrder second = market.anOrder().of(gig).placed();
        assertThat(second.read().at("payment_instructions_changed_at"))
                .isEqualTo(first.read().at("payment_instructions_changed_at"));
    }

    @Test
    void areAddedToOrdersThatArePlacedAtTheSameTime() {
        Person carl = market.aUser("Carl");
        for (int round = 0; round < ROUNDS; round++) {
            set(null).expect(200);
            List<Answer> answers = Concurrently.times(
                    6, i -> i == 0 ? set("IBAN") : market.api().as(carl).post("/orders", Map.of("gig_id", gig.id())));
            answers.subList(1, 6)
                    .forEach(placed -> assertThat(market.api()
                                    .as(carl)
                                    .get("/orders/" + placed.expect(201).text("id"))
                                    .at("payment_instructions"))
                            .isEqualTo("IBAN"));
            answers.get(0).expect(200);
        }
    }

    @Test
    void doNotBlockActionsOnTheSameOrders() {
        for (int round = 0; round < ROUNDS; round++) {
            set(null).expect(200);
            List<PlacedOrder> orders = Stream.generate(
                            () -> market.anOrder().of(gig).placed())
                    .limit(3)
                    .toList();
            Concurrently.times(
                            4,
                            i -> i == 3
                                    ? set("IBAN")
                                    : orders.get(i).byFreelancer("cancel", Map.of("reason", "No time.")))
                    .forEach(answer -> answer.expect(200));
        }
    }

    private Answer set(@Nullable String instructions) {
        Map<String, @Nullable Object> body = new HashMap<>();
        body.put("payment_instructions", instructions);
        return market.api().as(frida).patch("/me", body);
    }

    private static @Nullable String instructions(PlacedOrder order) {
        return order.read().at("payment_instructions");
    }
}
