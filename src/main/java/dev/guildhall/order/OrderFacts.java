package dev.guildhall.order;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What decides which actions an order allows now.
 *
 * @param canBeAppealed whether {@code appeal_by} runs
 * @param isAnswered whether both parties have spoken in the dispute, or had the time to
 * @param proposedBy who has made the open proposal; null: there is none
 */
record OrderFacts(
        OrderState state,
        OrderAction lastAction,
        boolean canBeAppealed,
        boolean isAnswered,
        @Nullable Role proposedBy) {

    /** The actions that these roles may take now, as the API names them. */
    List<String> allowedActions(Set<Role> roles) {
        List<String> actions = new ArrayList<>(Stream.of(OrderAction.values())
                .filter(OrderAction::isRequested)
                .filter(action -> allows(action, roles))
                .filter(action -> action != OrderAction.RESOLVE || isAnswered)
                .map(OrderAction::text)
                .toList());
        Stream.of(ProposalKind.values())
                .filter(kind -> canPropose(kind, roles))
                .map(ProposalKind::proposal)
                .forEach(actions::add);
        if (state.status() == OrderStatus.DISPUTED && !roles.isEmpty()) {
            actions.add(Statement.ACTION);
        }
        return List.copyOf(actions);
    }

    boolean allows(OrderAction action, Set<Role> roles) {
        return OrderTransitions.of(action).stream()
                        .anyMatch(row -> row.from().equals(state) && roles.contains(row.by()) && isPossible(row))
                || OrderTransitions.startsFirst(action, state) && allows(OrderAction.START, roles);
    }

    private boolean canPropose(ProposalKind kind, Set<Role> roles) {
        return allows(kind.agreement(), roles) && (proposedBy == null || roles.contains(proposedBy));
    }

    private boolean isPossible(Transition row) {
        return row.isPossibleAfter(lastAction) && (row.until() == null || canBeAppealed);
    }
}
