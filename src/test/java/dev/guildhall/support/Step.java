package dev.guildhall.support;

import java.util.Map;

/** One thing done to an order: who does what, with which words. */
record Step(Part by, String action, Map<String, Object> body) {
    /** Who somebody is to an order. */
    enum Part {
        CLIENT,
        FREELANCER,
        ADMIN
    }
}
