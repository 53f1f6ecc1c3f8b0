package dev.guildhall.failure;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with the fields of one request: the first {@link #MAX_ERRORS}, and whether there was more. Of one thread. */
public final class FieldErrors {
    /** Whoever sends nonsense is not answered by a multiple of it. */
    public static final int MAX_ERRORS = 20;

    private final List<FieldError> first = new ArrayList<>();
    private boolean truncated;

    public void add(FieldError error) {
        if (first.size() < MAX_ERRORS) {
            first.add(error);
        } else {
            truncated = true;
        }
    }

    public void addAll(FieldErrors more) {
        more.first.forEach(this::add);
        truncated |= more.truncated;
    }

    public List<FieldError> first() {
        return List.copyOf(first);
    }

    public boolean isEmpty() {
        return first.isEmpty();
    }

    /** Whether there was more than {@link #first} tells; looking for still more is then of no use. */
    public boolean isTruncated() {
        return truncated;
    }
}
