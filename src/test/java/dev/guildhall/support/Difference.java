package dev.guildhall.support;

import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Compares long lists; the message of a failure shows only the differences. */
public final class Difference {
    private static final int MAX_LISTED = 10;

    private Difference() {}

    /** Expects the same elements in any order, each the same number of times. */
    public static <T> void none(String what, Collection<? extends T> actual, Collection<? extends T> expected) {
        List<T> missing = new ArrayList<>(expected);
        List<T> unexpected = new ArrayList<>(actual);
        actual.forEach(missing::remove);
        expected.forEach(unexpected::remove);
        if (!missing.isEmpty() || !unexpected.isEmpty()) {
            fail(what + " are not as expected:" + listed("missing", missing) + listed("not expected", unexpected));
        }
    }

    /** Expects the same elements in this order. */
    public static <T> void noneInOrder(String what, List<? extends T> actual, List<? extends T> expected) {
        none(what, actual, expected);
        for (int i = 0; i < expected.size(); i++) {
            if (!actual.get(i).equals(expected.get(i))) {
                fail(what + " are in a different order: number " + (i + 1) + " is " + actual.get(i) + " instead of "
                        + expected.get(i));
            }
        }
    }

    private static String listed(String how, List<?> elements) {
        if (elements.isEmpty()) {
            return "";
        }
        List<String> lines = elements.stream()
                .map(String::valueOf)
                .sorted(Comparator.naturalOrder())
                .limit(MAX_LISTED)
                .toList();
        int others = elements.size() - lines.size();
        return "\n  " + how + ": " + String.join("\n    and ", lines)
                + (others == 0 ? "" : "\n    and " + others + " more");
    }
}
