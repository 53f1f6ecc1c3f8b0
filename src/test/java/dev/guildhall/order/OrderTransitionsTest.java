package dev.guildhall.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.auth.Caller;
import dev.guildhall.failure.Failure;
import dev.guildhall.http.IfMatch;
import dev.guildhall.support.Difference;
import dev.guildhall.support.Stage;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Compares the specified lifecycle with the code, without a database. */
@Tag("ORD-1")
class OrderTransitionsTest {
    private static final Set<Actor> PEOPLE = Set.of(Actor.CLIENT, Actor.FREELANCER, Actor.ADMIN);
    private static final UUID CLIENT = new UUID(7, 1);
    private static final UUID FREELANCER = new UUID(7, 2);

    @ParameterizedTest
    @EnumSource
    void allowsExactlyTheActionsOfTheLifecycle(Stage stage) {
        for (Actor actor : PEOPLE) {
            Difference.none(
                    "actions that are allowed to the " + actor.role() + " of an order that is " + stage,
                    facts(stage).allowedActions(Set.of(role(actor))),
                    Lifecycle.allActions(actor, stage));
        }
    }

    @Test
    void knowsTheActionsThatARoleIsEverAllowed() {
        for (Actor actor : PEOPLE) {
            Set<String> expected = Stream.of(Action.values())
                    .filter(action -> Lifecycle.isEverAllowed(actor, action))
                    .map(Action::text)
                    .collect(Collectors.toCollection(TreeSet::new));
            Set<String> actual = Stream.of(OrderAction.values())
                    .filter(OrderAction::isRequested)
                    .filter(action -> OrderTransitions.isEverAllowed(action, Set.of(role(actor))))
                    .map(OrderAction::text)
                    .collect(Collectors.toCollection(TreeSet::new));
            Difference.none("actions of the " + actor.role() + " in any state", actual, expected);
        }
    }

    @Test
    void resolvesADisputeAsTheAdminDecides() {
        Map<String, String> actual = new TreeMap<>();
        for (OrderStatus outcome : List.of(OrderStatus.COMPLETED, OrderStatus.IN_PROGRESS, OrderStatus.CANCELLED)) {
            for (Boolean paid : new Boolean[] {null, true, false}) {
                for (Boolean refunded : new Boolean[] {null, true, false}) {
                    Resolution resolution = new Resolution(outcome, paid, refunded, null);
                    OrderTransitions.of(OrderAction.RESOLVE).stream()
                            .filter(resolution::matches)
                            .filter(row -> outcome == OrderStatus.CANCELLED || refunded == null)
                            .forEach(row -> actual.put(
                                    row.from().payment() + " " + outcome + ", paid " + paid + ", refunded " + refunded,
                                    row.to().toString()));
                }
            }
        }
        Map<String, String> expected = new TreeMap<>();
        for (String paid : List.of("null", "true", "false")) {
            for (String from : List.of("SUBMITTED", "CONFIRMED")) {
                String made = paid.equals("null") ? String.valueOf(from.equals("CONFIRMED")) : paid;
                String end = ", paid " + paid + ", refunded null";
                expected.put(from + " COMPLETED" + end, "COMPLETED/CONFIRMED");
                expected.put(from + " IN_PROGRESS" + end, "IN_PROGRESS/CONFIRMED");
                expected.put(
                        from + " CANCELLED" + end, made.equals("true") ? "CANCELLED/REFUND_DUE" : "CANCELLED/REJECTED");
            }
            for (String refunded : List.of("null", "true", "false")) {
                String end = " CANCELLED, paid " + paid + ", refunded " + refunded;
                String made = refunded.equals("true") ? "CANCELLED/REFUNDED" : "CANCELLED/REFUND_DUE";
                expected.put("REFUND_DUE" + end, paid.equals("false") ? "CANCELLED/REJECTED" : made);
                if (!paid.equals("false") && !refunded.equals("null")) {
                    expected.put("REFUND_SENT" + end, made);
                }
            }
        }
        Difference.none("ways to resolve a dispute", actual.entrySet(), expected.entrySet());
    }

    @ParameterizedTest
    @EnumSource
    void knowsWhichRoleIsAwaited(Stage stage) {
        assertThat(Optional.ofNullable(Awaiting.of(state(stage))).map(Role::text))
                .as("the role that is awaited by an order that is %s", stage)
                .isEqualTo(Optional.ofNullable(Lifecycle.awaiting(stage)));
        for (Role role : List.of(Role.CLIENT, Role.FREELANCER)) {
            assertThat(List.of(Awaiting.states(role)).contains(state(stage).toString()))
                    .as("whether a list of what awaits the %s has orders that are %s", role, stage)
                    .isEqualTo(role.text().equals(Lifecycle.awaiting(stage)));
        }
    }

    @Test
    void checksTheRoleThenTheVersionThenTheStateThenTheReference() {
        assertThat(refusal(OrderAction.APPROVE, FREELANCER, Stage.PLACED, List.of(1), true))
                .isEqualTo("forbidden_role");
        assertThat(refusal(OrderAction.APPROVE, FREELANCER, Stage.SUBMITTED, List.of(1), true))
                .isEqualTo("forbidden_role");
        assertThat(refusal(OrderAction.APPROVE, CLIENT, Stage.PLACED, List.of(1), true))
                .isEqualTo("precondition_failed");
        assertThat(refusal(OrderAction.APPROVE, CLIENT, Stage.PLACED, List.of(1, 2), true))
                .isEqualTo("order_invalid_transition");
        assertThat(refusal(OrderAction.APPROVE, CLIENT, Stage.PLACED, null, true))
                .isEqualTo("order_invalid_transition");
        assertThat(refusal(OrderAction.SUBMIT_PAYMENT, CLIENT, Stage.PLACED, null, true))
                .isEqualTo("payment_reference_used");
        assertThat(refusal(OrderAction.SUBMIT_PAYMENT, CLIENT, Stage.PLACED, List.of(2), false))
                .isEqualTo("nothing");
        assertThat(refusal(OrderAction.AUTO_CANCEL, null, Stage.PLACED, null, false))
                .isEqualTo("nothing");
        assertThat(refusal(OrderAction.AUTO_CANCEL, null, Stage.PAID, null, false))
                .isEqualTo("order_invalid_transition");
    }

    @Test
    void checksOwnerThenActivityThenDebtThenPriceThenLimit() {
        BigDecimal price = new BigDecimal("5.00");
        BigDecimal same = new BigDecimal("5");
        assertThat(code(new GigOffer(true, false, true, price, "USD", true).refusal(BigDecimal.TEN)))
                .isEqualTo("order_self");
        assertThat(code(new GigOffer(false, false, true, price, "USD", true).refusal(BigDecimal.TEN)))
                .isEqualTo("gig_inactive");
        assertThat(code(new GigOffer(false, true, true, price, "USD", true).refusal(BigDecimal.TEN)))
                .isEqualTo("freelancer_owes_refund");
        assertThat(code(new GigOffer(false, true, false, price, "USD", true).refusal(BigDecimal.TEN)))
                .isEqualTo("gig_price_changed");
        assertThat(code(new GigOffer(false, true, false, price, "USD", true).refusal(same)))
                .isEqualTo("too_many_open_orders");
        assertThat(code(new GigOffer(false, true, false, price, "USD", false).refusal(null)))
                .isEqualTo("nothing");
    }

    private static OrderAction lastAction(Stage stage) {
        return switch (stage) {
            case REFUND_DUE, CANCELLED_UNPAID, CANCELLED_REJECTED -> OrderAction.CANCEL;
            case REFUND_DECIDED -> OrderAction.RESOLVE;
            case AUTO_APPROVED -> OrderAction.AUTO_APPROVE;
            case AUTO_REFUNDED -> OrderAction.AUTO_CONFIRM_REFUND;
            default -> OrderAction.PLACE;
        };
    }

    private static String refusal(
            OrderAction action, @Nullable UUID caller, Stage stage, @Nullable List<Integer> versions, boolean isUsed) {
        TransitionRequest move = new TransitionRequest(
                action,
                new UUID(7, 3),
                caller == null ? null : new Caller(caller, false),
                new IfMatch(versions),
                null,
                null,
                null,
                null);
        return code(new OrderSnapshot(
                        facts(stage),
                        CLIENT,
                        FREELANCER,
                        2,
                        new BigDecimal("49.90"),
                        "USD",
                        null,
                        null,
                        false,
                        isUsed,
                        null,
                        OffsetDateTime.MIN)
                .refusal(move));
    }

    private static String code(Optional<Failure> refusal) {
        return refusal.map(Failure::code).orElse("nothing");
    }

    private static OrderFacts facts(Stage stage) {
        boolean canBeAppealed = Set.of(
                        Stage.CANCELLED_UNPAID, Stage.CANCELLED_REJECTED, Stage.AUTO_APPROVED, Stage.AUTO_REFUNDED)
                .contains(stage);
        return new OrderFacts(state(stage), lastAction(stage), canBeAppealed, true, null);
    }

    private static OrderState state(Stage stage) {
        return new OrderState(OrderStatus.valueOf(stage.status()), PaymentStatus.valueOf(stage.paymentStatus()));
    }

    private static Role role(Actor actor) {
        return Role.valueOf(actor.role().toUpperCase(Locale.ROOT));
    }
}
