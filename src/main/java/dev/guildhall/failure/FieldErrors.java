package dev.guildhall.failure;

import java.util.ArrayList;
import java.util.List;

/** The errors in the fields of one request: the first {@link #MAX_ERRORS}, and whether there were more. Not thread-safe. */
public final class FieldErrors {
    /** With more errors, the response to an invalid request could be many times larger than the request. */
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

    /** Whether there were more errors than {@link #first} returns; there is no need to check further fields then. */
    public boolean isTruncated() {
        return truncated;
    }
}
