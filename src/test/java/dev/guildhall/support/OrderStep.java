package dev.guildhall.support;

import java.util.Map;

/** One action on an order: who does it, and the body of the request. */
record OrderStep(Role role, String action, Map<String, Object> body) {
    /** The role of a user in an order. */
    enum Role {
        CLIENT,
        FREELANCER,
        ADMIN,
        /** After the deadline. */
        SYSTEM
    }
}
