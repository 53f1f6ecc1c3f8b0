package dev.guildhall.order;

import java.util.Locale;

/** Whoever may send a request about an order. */
enum Actor {
    CLIENT,
    FREELANCER,
    ADMIN,
    OUTSIDER,
    NOBODY;

    /** As it stands in the history and in the published table. */
    String role() {
        return name().toLowerCase(Locale.ROOT);
    }
}
