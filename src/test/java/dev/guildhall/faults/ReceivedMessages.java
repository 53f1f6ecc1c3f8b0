package dev.guildhall.faults;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The messages of one conversation that one socket has received. One thread writes, others read. */
final class ReceivedMessages {
    private final Map<Long, UUID> bySeq = new ConcurrentHashMap<>();
    private volatile long upTo;

    void add(long seq, UUID id) {
        UUID previous = bySeq.putIfAbsent(seq, id);
        if (previous != null && !previous.equals(id)) {
            throw new AssertionError("number " + seq + " is " + previous + " and " + id);
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
