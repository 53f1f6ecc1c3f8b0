package dev.guildhall.order;

import static dev.guildhall.order.Actor.ADMIN;
import static dev.guildhall.order.Actor.CLIENT;
import static dev.guildhall.order.Actor.FREELANCER;
import static dev.guildhall.support.Stage.CANCELLED_REJECTED;
import static dev.guildhall.support.Stage.CANCELLED_UNPAID;
import static dev.guildhall.support.Stage.COMPLETED;
import static dev.guildhall.support.Stage.CONFIRMED;
import static dev.guildhall.support.Stage.DISPUTED_CONFIRMED;
import static dev.guildhall.support.Stage.DISPUTED_UNCONFIRMED;
import static dev.guildhall.support.Stage.PAID;
import static dev.guildhall.support.Stage.PAYMENT_REJECTED;
import static dev.guildhall.support.Stage.PLACED;
import static dev.guildhall.support.Stage.REFUNDED;
import static dev.guildhall.support.Stage.REFUND_DUE;
import static dev.guildhall.support.Stage.SENT_BACK;
import static dev.guildhall.support.Stage.STARTED;
import static dev.guildhall.support.Stage.SUBMITTED;

import dev.guildhall.support.Stage;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The life of an order as it was promised, told once more: nothing in here is taken from the code that it is held against. */
final class Lifecycle {
    private static final List<Rule> RULES = List.of(
            rule(Action.SUBMIT_PAYMENT, by(CLIENT), PAID, PLACED, PAYMENT_REJECTED),
            rule(Action.WITHDRAW_PAYMENT, by(CLIENT), PLACED, PAID),
            rule(Action.CONFIRM_PAYMENT, by(FREELANCER), CONFIRMED, PAID),
            rule(Action.REJECT_PAYMENT, by(FREELANCER), PAYMENT_REJECTED, PAID),
            rule(Action.START, by(FREELANCER), STARTED, CONFIRMED),
            rule(Action.SUBMIT_WORK, by(FREELANCER), SUBMITTED, CONFIRMED, STARTED, SENT_BACK),
            rule(Action.APPROVE, by(CLIENT), COMPLETED, SUBMITTED),
            rule(Action.REVISION, by(CLIENT), SENT_BACK, SUBMITTED),
            rule(Action.CANCEL, by(CLIENT, FREELANCER), CANCELLED_UNPAID, PLACED),
            rule(Action.CANCEL, by(CLIENT, FREELANCER), CANCELLED_REJECTED, PAYMENT_REJECTED),
            rule(Action.CANCEL, by(FREELANCER), REFUND_DUE, CONFIRMED, STARTED, SENT_BACK),
            rule(Action.CONFIRM_REFUND, by(CLIENT), REFUNDED, REFUND_DUE),
            rule(Action.DISPUTE, by(CLIENT, FREELANCER), DISPUTED_UNCONFIRMED, PAID),
            rule(Action.DISPUTE, by(CLIENT, FREELANCER), DISPUTED_CONFIRMED, CONFIRMED, STARTED, SUBMITTED, SENT_BACK),
            rule(Action.RESOLVE_AS_COMPLETED, by(ADMIN), COMPLETED, DISPUTED_UNCONFIRMED, DISPUTED_CONFIRMED),
            rule(Action.RESOLVE_AS_COMPLETED_AND_PAID, by(ADMIN), COMPLETED, DISPUTED_UNCONFIRMED, DISPUTED_CONFIRMED),
            rule(Action.RESOLVE_BY_GOING_ON, by(ADMIN), STARTED, DISPUTED_UNCONFIRMED, DISPUTED_CONFIRMED),
            rule(Action.RESOLVE_BY_GOING_ON_PAID, by(ADMIN), STARTED, DISPUTED_UNCONFIRMED, DISPUTED_CONFIRMED),
            rule(Action.RESOLVE_AS_CANCELLED, by(ADMIN), CANCELLED_REJECTED, DISPUTED_UNCONFIRMED),
            rule(Action.RESOLVE_AS_CANCELLED, by(ADMIN), REFUND_DUE, DISPUTED_CONFIRMED),
            rule(Action.RESOLVE_AS_CANCELLED_AND_PAID, by(ADMIN), REFUND_DUE, DISPUTED_UNCONFIRMED, DISPUTED_CONFIRMED),
            rule(
                    Action.RESOLVE_AS_CANCELLED_AND_UNPAID,
                    by(ADMIN),
                    CANCELLED_REJECTED,
                    DISPUTED_UNCONFIRMED,
                    DISPUTED_CONFIRMED));

    private Lifecycle() {}

    /** Where the order then is; empty if this is not for them to do now. */
    static Optional<Stage> after(Action ask, Actor asker, Stage stage) {
        return RULES.stream()
                .filter(rule -> rule.ask == ask && rule.by.contains(asker) && rule.from.contains(stage))
                .map(Rule::to)
                .findFirst();
    }

    static boolean isLegalForAnybody(Action ask, Stage stage) {
        return Arrays.stream(Actor.values())
                .anyMatch(asker -> after(ask, asker, stage).isPresent());
    }

    static boolean canEver(Actor asker, Action ask) {
        return RULES.stream().anyMatch(rule -> rule.ask == ask && rule.by.contains(asker));
    }

    /** Whether anybody, a timer included, moves an order like this. */
    static boolean moves(Stage from, Stage to) {
        boolean byTimer = (from == SUBMITTED && to == COMPLETED)
                || (from == PLACED && to == CANCELLED_UNPAID)
                || (from == PAYMENT_REJECTED && to == CANCELLED_REJECTED);
        // Work that was never started is handed in by two moves.
        boolean byTwo = from == CONFIRMED && to == SUBMITTED;
        return byTimer || (!byTwo && RULES.stream().anyMatch(rule -> rule.from.contains(from) && rule.to == to));
    }

    static Set<String> allowedActions(Actor asker, Stage stage) {
        return Arrays.stream(Action.values())
                .filter(ask -> after(ask, asker, stage).isPresent())
                .map(Action::action)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Whose move it is; null where the order has come to its end. */
    static @Nullable String awaiting(Stage stage) {
        return switch (stage) {
            case PLACED, PAYMENT_REJECTED, SUBMITTED, REFUND_DUE -> "client";
            case PAID, CONFIRMED, STARTED, SENT_BACK -> "freelancer";
            case DISPUTED_UNCONFIRMED, DISPUTED_CONFIRMED -> "admin";
            case COMPLETED, CANCELLED_UNPAID, CANCELLED_REJECTED, REFUNDED -> null;
        };
    }

    private static Set<Actor> by(Actor... askers) {
        return Set.of(askers);
    }

    private static Rule rule(Action ask, Set<Actor> by, Stage to, Stage... from) {
        return new Rule(ask, by, to, Set.of(from));
    }

    private record Rule(Action ask, Set<Actor> by, Stage to, Set<Stage> from) {}
}
