package dev.guildhall.order;

import java.time.Duration;

/**
 * How long an order waits for its client before the system acts.
 *
 * @param payWithin an order in PENDING_PAYMENT is cancelled after this time
 * @param approveWithin an order in SUBMITTED is approved after this time
 */
public record OrderTimeouts(Duration payWithin, Duration approveWithin) {}
