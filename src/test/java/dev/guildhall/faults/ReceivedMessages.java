package dev.guildhall.faults;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** What one device has got to see of one conversation. One thread writes, others look. */
final class ReceivedMessages {
    private final Map<Long, UUID> bySeq = new ConcurrentHashMap<>();
    private volatile long upTo;

    void take(long seq, UUID id) {
        UUID before = bySeq.putIfAbsent(seq, id);
        if (before != null && !before.equals(id)) {
            throw new AssertionError("number " + seq + " is " + before + " and " + id);
        }
        while (bySeq.containsKey(upTo + 1)) {
            upTo = upTo + 1;
        }
    }

    long upTo() {
        return upTo;
    }

    boolean hasGap() {
        return bySeq.size() > upTo;
    }

    Map<Long, UUID> messages() {
        return bySeq;
    }
}
