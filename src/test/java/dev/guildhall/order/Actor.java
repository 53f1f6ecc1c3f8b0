package dev.guildhall.order;

import java.util.Locale;

/** The kinds of callers that can send a request about an order. */
enum Actor {
    CLIENT,
    FREELANCER,
    ADMIN,
    OUTSIDER,
    NOBODY;

    /** As in the history and in the published table. */
    String role() {
        return name().toLowerCase(Locale.ROOT);
    }
}
