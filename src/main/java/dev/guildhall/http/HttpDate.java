package dev.guildhall.http;

import io.netty.handler.codec.DateFormatter;
import java.util.Date;

/** The present time as the {@code Date} header has it (RFC 9110, section 6.6.1), written out once a second. */
record HttpDate(long second, String text) {
    static final String HEADER = "Date";

    private static volatile HttpDate last = at(0);

    static String now() {
        long second = System.currentTimeMillis() / 1_000;
        HttpDate date = last;
        if (date.second != second) {
            // Of threads that meet here each writes the same.
            date = at(second);
            last = date;
        }
        return date.text;
    }

    private static HttpDate at(long second) {
        return new HttpDate(second, DateFormatter.format(new Date(second * 1_000)));
    }
}
