package dev.guildhall.order;

import java.time.Duration;

/**
 * How long an order waits for its client before the marketplace acts by itself.
 *
 * @param payWithin after this long in PENDING_PAYMENT it is cancelled
 * @param approveWithin after this long in SUBMITTED it is approved
 */
public record OrderTimeouts(Duration payWithin, Duration approveWithin) {}
