package dev.guildhall.http;

import io.netty.handler.codec.DateFormatter;
import java.util.Date;

/** The current time as a {@code Date} header (RFC 9110, section 6.6.1), formatted once per second. */
record HttpDate(long second, String text) {
    static final String HEADER = "Date";

    private static volatile HttpDate last = at(0);

    static String now() {
        long second = System.currentTimeMillis() / 1_000;
        HttpDate date = last;
        if (date.second != second) {
            // If several threads get here at the same time, all write the same value.
            date = at(second);
            last = date;
        }
        return date.text;
    }

    private static HttpDate at(long second) {
        return new HttpDate(second, DateFormatter.format(new Date(second * 1_000)));
    }
}
