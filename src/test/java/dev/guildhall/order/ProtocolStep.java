package dev.guildhall.order;

import org.jspecify.annotations.Nullable;

/** One thing that can happen to an order. */
sealed interface ProtocolStep {

    /** Who does it; null: time, or what happens outside of the system. */
    default @Nullable Role by() {
        return null;
    }

    /**
     * A row of the table, made by a person. Accepting a proposal is one.
     *
     * @param startsFirst the request makes two moves, {@code start} and this one
     */
    record Move(Transition row, boolean startsFirst) implements ProtocolStep {
        @Override
        public Role by() {
            return row.by();
        }

        @Override
        public String toString() {
            return row.action().text() + " by the " + row.by().text() + " -> " + row.to()
                    + (startsFirst ? ", started first" : "");
        }
    }

    /** A deadline is over; the system makes its move, if there is one. */
    record TimeOver(Deadline deadline, @Nullable Transition row) implements ProtocolStep {
        @Override
        public String toString() {
            return deadline.text() + " is over"
                    + (row == null ? "" : ", " + row.action().text() + " -> " + row.to());
        }
    }

    record Propose(Role by, OrderAction agreement) implements ProtocolStep {
        @Override
        public String toString() {
            return agreement.text() + " proposed by the " + by.text();
        }
    }

    record Decline(Role by) implements ProtocolStep {
        @Override
        public String toString() {
            return "decline by the " + by.text();
        }
    }

    record Withdraw(Role by) implements ProtocolStep {
        @Override
        public String toString() {
            return "withdraw by the " + by.text();
        }
    }

    record ProposalExpires() implements ProtocolStep {
        @Override
        public String toString() {
            return "the proposal expires";
        }
    }

    record AddStatement(Role by) implements ProtocolStep {
        @Override
        public String toString() {
            return "statement by the " + by.text();
        }
    }

    /** Outside of the system; nothing of it is seen. */
    record Really(Role by, ProtocolState.Fact fact) implements ProtocolStep {
        @Override
        public String toString() {
            return "really " + fact;
        }
    }
}
