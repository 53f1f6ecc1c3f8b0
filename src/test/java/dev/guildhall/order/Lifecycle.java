package dev.guildhall.order;

import static dev.guildhall.order.Actor.ADMIN;
import static dev.guildhall.order.Actor.CLIENT;
import static dev.guildhall.order.Actor.FREELANCER;
import static dev.guildhall.support.Stage.AUTO_APPROVED;
import static dev.guildhall.support.Stage.AUTO_REFUNDED;
import static dev.guildhall.support.Stage.CANCELLED_REJECTED;
import static dev.guildhall.support.Stage.CANCELLED_UNPAID;
import static dev.guildhall.support.Stage.COMPLETED;
import static dev.guildhall.support.Stage.CONFIRMED;
import static dev.guildhall.support.Stage.DISPUTED_CONFIRMED;
import static dev.guildhall.support.Stage.DISPUTED_REFUND_DUE;
import static dev.guildhall.support.Stage.DISPUTED_REFUND_SENT;
import static dev.guildhall.support.Stage.DISPUTED_UNCONFIRMED;
import static dev.guildhall.support.Stage.PAID;
import static dev.guildhall.support.Stage.PAYMENT_REJECTED;
import static dev.guildhall.support.Stage.PLACED;
import static dev.guildhall.support.Stage.REFUNDED;
import static dev.guildhall.support.Stage.REFUND_DECIDED;
import static dev.guildhall.support.Stage.REFUND_DUE;
import static dev.guildhall.support.Stage.REFUND_SENT;
import static dev.guildhall.support.Stage.SENT_BACK;
import static dev.guildhall.support.Stage.STARTED;
import static dev.guildhall.support.Stage.SUBMITTED;
import static dev.guildhall.support.Stage.WITHDRAWN;

import dev.guildhall.support.Stage;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The specified lifecycle of an order. It is written independently of the code that the tests compare with it. */
final class Lifecycle {
    private static final List<Rule> RULES = List.of(
            rule(Action.SUBMIT_PAYMENT, by(CLIENT), PAID, PLACED, PAYMENT_REJECTED),
            rule(Action.WITHDRAW_PAYMENT, by(CLIENT), PLACED, PAID),
            rule(Action.WITHDRAW_PAYMENT, by(CLIENT), WITHDRAWN, DISPUTED_UNCONFIRMED),
            rule(Action.CONFIRM_PAYMENT, by(FREELANCER), CONFIRMED, PAID, DISPUTED_UNCONFIRMED),
            rule(Action.REJECT_PAYMENT, by(FREELANCER), PAYMENT_REJECTED, PAID),
            rule(Action.START, by(FREELANCER), STARTED, CONFIRMED),
            rule(Action.SUBMIT_WORK, by(FREELANCER), SUBMITTED, CONFIRMED, STARTED, SENT_BACK),
            rule(Action.APPROVE, by(CLIENT), COMPLETED, SUBMITTED),
            rule(Action.REVISION, by(CLIENT), SENT_BACK, SUBMITTED),
            rule(Action.CANCEL, by(CLIENT, FREELANCER), CANCELLED_UNPAID, PLACED),
            rule(Action.CANCEL, by(CLIENT, FREELANCER), CANCELLED_REJECTED, PAYMENT_REJECTED),
            rule(Action.CANCEL, by(FREELANCER), REFUND_DUE, CONFIRMED, STARTED, SENT_BACK),
            rule(Action.SUBMIT_REFUND, by(FREELANCER), REFUND_SENT, REFUND_DUE, REFUND_DECIDED, DISPUTED_REFUND_DUE),
            rule(
                    Action.CONFIRM_REFUND,
                    by(CLIENT),
                    REFUNDED,
                    REFUND_DUE,
                    REFUND_DECIDED,
                    REFUND_SENT,
                    DISPUTED_REFUND_DUE,
                    DISPUTED_REFUND_SENT),
            rule(
                    Action.DISPUTE_BY_A_PROOF,
                    by(CLIENT),
                    DISPUTED_UNCONFIRMED,
                    PAYMENT_REJECTED,
                    CANCELLED_UNPAID,
                    CANCELLED_REJECTED),
            rule(Action.DISPUTE, by(CLIENT), DISPUTED_REFUND_DUE, REFUND_DUE),
            rule(Action.DISPUTE, by(CLIENT), DISPUTED_REFUND_SENT, REFUND_SENT, AUTO_REFUNDED),
            rule(Action.DISPUTE, by(CLIENT), DISPUTED_CONFIRMED, AUTO_APPROVED),
            rule(Action.DISPUTE, by(CLIENT, FREELANCER), DISPUTED_UNCONFIRMED, PAID),
            rule(Action.DISPUTE, by(CLIENT, FREELANCER), DISPUTED_CONFIRMED, CONFIRMED, STARTED, SUBMITTED, SENT_BACK),
            rule(Action.RESOLVE_AS_COMPLETED, by(ADMIN), COMPLETED, DISPUTED_UNCONFIRMED, DISPUTED_CONFIRMED),
            rule(Action.RESOLVE_AS_COMPLETED_AND_PAID, by(ADMIN), COMPLETED, DISPUTED_UNCONFIRMED, DISPUTED_CONFIRMED),
            rule(Action.RESOLVE_BY_GOING_ON, by(ADMIN), STARTED, DISPUTED_UNCONFIRMED, DISPUTED_CONFIRMED),
            rule(Action.RESOLVE_BY_GOING_ON_PAID, by(ADMIN), STARTED, DISPUTED_UNCONFIRMED, DISPUTED_CONFIRMED),
            rule(Action.RESOLVE_AS_CANCELLED, by(ADMIN), WITHDRAWN, DISPUTED_UNCONFIRMED),
            rule(Action.RESOLVE_AS_CANCELLED, by(ADMIN), REFUND_DECIDED, DISPUTED_CONFIRMED, DISPUTED_REFUND_DUE),
            rule(
                    Action.RESOLVE_AS_CANCELLED_AND_PAID,
                    by(ADMIN),
                    REFUND_DECIDED,
                    DISPUTED_UNCONFIRMED,
                    DISPUTED_CONFIRMED,
                    DISPUTED_REFUND_DUE),
            rule(
                    Action.RESOLVE_AS_CANCELLED_AND_UNPAID,
                    by(ADMIN),
                    WITHDRAWN,
                    DISPUTED_UNCONFIRMED,
                    DISPUTED_CONFIRMED,
                    DISPUTED_REFUND_DUE),
            rule(Action.RESOLVE_AS_REFUNDED, by(ADMIN), REFUNDED, DISPUTED_REFUND_DUE, DISPUTED_REFUND_SENT),
            rule(Action.RESOLVE_AS_NOT_REFUNDED, by(ADMIN), REFUND_DECIDED, DISPUTED_REFUND_DUE, DISPUTED_REFUND_SENT));

    private Lifecycle() {}

    /** The stage after the action; empty if the actor may not take it in this stage. */
    static Optional<Stage> after(Action action, Actor actor, Stage stage) {
        return RULES.stream()
                .filter(rule -> rule.action == action && rule.by.contains(actor) && rule.from.contains(stage))
                .map(Rule::to)
                .findFirst();
    }

    static boolean isAllowedForAnyone(Action action, Stage stage) {
        return Arrays.stream(Actor.values())
                .anyMatch(actor -> allowedActions(actor, stage).contains(action.text()));
    }

    static boolean isEverAllowed(Actor actor, Action action) {
        return RULES.stream().anyMatch(rule -> rule.action.text().equals(action.text()) && rule.by.contains(actor));
    }

    /** Whether anyone can move an order in one step like this. */
    static boolean isTransition(Stage from, Stage to) {
        // Submitting work that was never started takes two moves.
        boolean byTwo = from == CONFIRMED && to == SUBMITTED;
        return !byTwo && RULES.stream().anyMatch(rule -> rule.from.contains(from) && rule.to.hasStatusesOf(to));
    }

    /** How an action is refused that the actor may take in this stage, but not in this form. */
    static String problemOfForm(Action action, Stage stage) {
        boolean isOutcomeOfWork = Set.of(
                        Action.RESOLVE_AS_COMPLETED,
                        Action.RESOLVE_AS_COMPLETED_AND_PAID,
                        Action.RESOLVE_BY_GOING_ON,
                        Action.RESOLVE_BY_GOING_ON_PAID)
                .contains(action);
        return isOutcomeOfWork && (stage == DISPUTED_REFUND_DUE || stage == DISPUTED_REFUND_SENT)
                ? "order_invalid_transition"
                : "validation_failed";
    }

    static Set<String> allowedActions(Actor actor, Stage stage) {
        return Arrays.stream(Action.values())
                .filter(action -> after(action, actor, stage).isPresent())
                .map(Action::text)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What an order allows besides moves: proposals, and statements in disputes. */
    static Set<String> allActions(Actor actor, Stage stage) {
        Set<String> actions = allowedActions(actor, stage);
        boolean isParty = actor == CLIENT || actor == FREELANCER;
        if (isParty && Set.of(CONFIRMED, STARTED, SENT_BACK, DISPUTED_CONFIRMED).contains(stage)) {
            actions.addAll(Set.of("propose-extend", "propose-cancel"));
        }
        if (isParty && Set.of(SUBMITTED, DISPUTED_REFUND_DUE).contains(stage)) {
            actions.add("propose-cancel");
        }
        if ((isParty || actor == ADMIN) && stage.status().equals("DISPUTED")) {
            actions.add("add-statement");
        }
        return actions;
    }

    /** The role that has to act next; null if the order has ended. */
    static @Nullable String awaiting(Stage stage) {
        return switch (stage) {
            case PLACED, PAYMENT_REJECTED, SUBMITTED, REFUND_SENT -> "client";
            case PAID, CONFIRMED, STARTED, SENT_BACK, REFUND_DUE, REFUND_DECIDED -> "freelancer";
            case DISPUTED_UNCONFIRMED, DISPUTED_CONFIRMED, DISPUTED_REFUND_DUE, DISPUTED_REFUND_SENT -> "admin";
            case COMPLETED, AUTO_APPROVED, AUTO_REFUNDED, CANCELLED_UNPAID, CANCELLED_REJECTED, WITHDRAWN, REFUNDED ->
                null;
        };
    }

    private static Set<Actor> by(Actor... actors) {
        return Set.of(actors);
    }

    private static Rule rule(Action action, Set<Actor> by, Stage to, Stage... from) {
        return new Rule(action, by, to, Set.of(from));
    }

    private record Rule(Action action, Set<Actor> by, Stage to, Set<Stage> from) {}
}
