package dev.guildhall.order;

import java.time.Duration;
import java.util.Map;

/**
 * How long an order waits for somebody.
 *
 * @param payWithin for the client to pay, then it is cancelled
 * @param confirmWithin for the freelancer to say whether the payment came, then it is disputed
 * @param approveWithin for the client to approve the work or confirm the refund, then the system does
 * @param abandonWithin for the freelancer to deliver, after the date on which they should have, then it is disputed
 * @param refundWithin for the freelancer to pay back, then it is disputed, or their debt is overdue
 * @param appealWithin for the client to dispute what was done without them
 * @param respondWithin for both parties to speak in a dispute, then an admin decides without them
 * @param proposalWithin for the other party to answer a proposal, then it expires
 */
public record OrderTimeouts(
        Duration payWithin,
        Duration confirmWithin,
        Duration approveWithin,
        Duration abandonWithin,
        Duration refundWithin,
        Duration appealWithin,
        Duration respondWithin,
        Duration proposalWithin) {

    /** The timeouts by the names that the database has for them. */
    Map<String, Duration> byName() {
        return Map.of(
                "pay_within", payWithin,
                "confirm_within", confirmWithin,
                "approve_within", approveWithin,
                "abandon_within", abandonWithin,
                "refund_within", refundWithin,
                "appeal_within", appealWithin,
                "respond_within", respondWithin,
                "proposal_within", proposalWithin);
    }
}
