package dev.guildhall.order;

import java.time.Duration;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** How long something takes at most: times of delivery, which each order has its own, and a time. */
record ProtocolBound(int deliveries, Duration time) implements Comparable<ProtocolBound> {
    static final ProtocolBound ZERO = new ProtocolBound(0, Duration.ZERO);

    /** The defaults of the configuration. */
    static final OrderTimeouts TIMEOUTS = new OrderTimeouts(
            Duration.ofDays(7),
            Duration.ofDays(7),
            Duration.ofDays(14),
            Duration.ofDays(30),
            Duration.ofDays(7),
            Duration.ofDays(14),
            Duration.ofDays(3),
            Duration.ofDays(2));

    /** How long this deadline runs, if it has just begun. */
    static ProtocolBound of(Deadline deadline, ProtocolState state) {
        return new ProtocolBound(
                deadline == Deadline.ABANDON_BY ? 1 : 0,
                deadline.within(TIMEOUTS, state.order().payment()));
    }

    ProtocolBound plus(ProtocolBound other) {
        return new ProtocolBound(deliveries + other.deliveries, time.plus(other.time));
    }

    static ProtocolBound max(@Nullable ProtocolBound a, ProtocolBound b) {
        return a == null || a.compareTo(b) < 0 ? b : a;
    }

    @Override
    public int compareTo(ProtocolBound other) {
        return Comparator.comparing(ProtocolBound::deliveries)
                .thenComparing(ProtocolBound::time)
                .compare(this, other);
    }

    @Override
    public String toString() {
        String days = time.toDays() + " days";
        return switch (deliveries) {
            case 0 -> days;
            case 1 -> "delivery_days + " + days;
            default -> deliveries + " x delivery_days + " + days;
        };
    }
}
