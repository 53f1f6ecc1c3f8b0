package dev.guildhall.order;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
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
        Set<OrderAction> allowed = allowed(roles);
        List<String> actions = new ArrayList<>();
        for (OrderAction action : allowed) {
            if (action.isRequested() && (action != OrderAction.RESOLVE || isAnswered)) {
                actions.add(action.text());
            }
        }
        for (ProposalKind kind : ProposalKind.values()) {
            if (allowed.contains(kind.agreement()) && (proposedBy == null || roles.contains(proposedBy))) {
                actions.add(kind.proposal());
            }
        }
        if (state.status() == OrderStatus.DISPUTED && !roles.isEmpty()) {
            actions.add(Statement.ACTION);
        }
        return List.copyOf(actions);
    }

    boolean allows(OrderAction action, Set<Role> roles) {
        return allowed(roles).contains(action);
    }

    /** In one loop: a list of orders asks this for each. */
    private Set<OrderAction> allowed(Set<Role> roles) {
        Set<OrderAction> allowed = EnumSet.noneOf(OrderAction.class);
        for (Transition row : OrderTransitions.TABLE) {
            if (row.from().equals(state) && roles.contains(row.by()) && isPossible(row)) {
                allowed.add(row.action());
            }
        }
        if (allowed.contains(OrderAction.START) && OrderTransitions.startsFirst(OrderAction.SUBMIT_WORK, state)) {
            allowed.add(OrderAction.SUBMIT_WORK);
        }
        return allowed;
    }

    private boolean isPossible(Transition row) {
        return row.isPossibleAfter(lastAction) && (row.until() == null || canBeAppealed);
    }
}
