package dev.guildhall.support;

import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Compares long lists, and says only in what they differ. */
public final class Difference {
    private static final int MAX_NAMED = 10;

    private Difference() {}

    /** Expects the same, each as often, in any order. */
    public static <T> void none(String what, Collection<? extends T> actual, Collection<? extends T> expected) {
        List<T> missing = new ArrayList<>(expected);
        List<T> surplus = new ArrayList<>(actual);
        actual.forEach(missing::remove);
        expected.forEach(surplus::remove);
        if (!missing.isEmpty() || !surplus.isEmpty()) {
            fail(what + " are not as expected:" + named("missing", missing) + named("not expected", surplus));
        }
    }

    /** Expects the same in this order. */
    public static <T> void noneInOrder(String what, List<? extends T> actual, List<? extends T> expected) {
        none(what, actual, expected);
        for (int i = 0; i < expected.size(); i++) {
            if (!actual.get(i).equals(expected.get(i))) {
                fail(what + " are in another order: number " + (i + 1) + " is " + actual.get(i) + " instead of "
                        + expected.get(i));
            }
        }
    }

    private static String named(String how, List<?> things) {
        if (things.isEmpty()) {
            return "";
        }
        List<String> lines = things.stream()
                .map(String::valueOf)
                .sorted(Comparator.naturalOrder())
                .limit(MAX_NAMED)
                .toList();
        int others = things.size() - lines.size();
        return "\n  " + how + ": " + String.join("\n    and ", lines)
                + (others == 0 ? "" : "\n    and " + others + " more");
    }
}
