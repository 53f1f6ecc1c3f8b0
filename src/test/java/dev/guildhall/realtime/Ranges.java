package dev.guildhall.realtime;

import java.util.List;

/** Lists of numbers in a short form, for tests to compare and show. */
final class Ranges {
    private Ranges() {}

    /** In their order: {@code 1-3, 5, 4} shows what is missing and what came too late. */
    static String of(List<Long> numbers) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < numbers.size(); ) {
            int last = i;
            while (last + 1 < numbers.size() && numbers.get(last + 1) == numbers.get(last) + 1) {
                last++;
            }
            text.append(text.isEmpty() ? "" : ", ")
                    .append(numbers.get(i))
                    .append(last > i ? "-" + numbers.get(last) : "");
            i = last + 1;
        }
        return text.toString();
    }
}
