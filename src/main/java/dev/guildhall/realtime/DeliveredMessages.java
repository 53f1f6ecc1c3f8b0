package dev.guildhall.realtime;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * The ids of the messages that were delivered lately. Not a cache, which may forget new ids and keep old ones: this forgets the oldest.
 * Used by one thread.
 */
final class DeliveredMessages {
    /** The newest that are kept in any case; with as many older ones they take 17 MB. */
    static final int MIN_KEPT = 100_000;

    private final long keptForNs;
    private final LongSupplier clock;
    private Set<UUID> newer = emptySet();
    private Set<UUID> older = new HashSet<>();
    private long newerSince;

    /**
     * @param keptFor how long an id is kept after it was added or found, unless there are more than {@link #MIN_KEPT} newer ones
     * @param clock System.nanoTime()
     */
    DeliveredMessages(Duration keptFor, LongSupplier clock) {
        this.keptForNs = keptFor.toNanos();
        this.clock = clock;
        this.newerSince = clock.getAsLong();
    }

    /** Whether it was added; it is kept for longer then. */
    boolean contains(UUID message) {
        forgetOldest();
        if (older.contains(message)) {
            newer.add(message);
        }
        return newer.contains(message);
    }

    /** False if it is there already. */
    boolean add(UUID message) {
        return !contains(message) && newer.add(message);
    }

    private void forgetOldest() {
        long time = clock.getAsLong();
        if (newer.size() >= MIN_KEPT || time - newerSince > keptForNs) {
            older = newer;
            newer = emptySet();
            newerSince = time;
        }
    }

    /** Never grows, since to move all ids into a larger table takes an event loop some milliseconds. */
    private static Set<UUID> emptySet() {
        return new HashSet<>(2 * MIN_KEPT);
    }
}
