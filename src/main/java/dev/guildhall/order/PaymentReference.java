package dev.guildhall.order;

import java.security.SecureRandom;
import java.util.stream.Collectors;

/** Generates the short reference that a client writes on the bank transfer. No letter can be mistaken for a digit. */
final class PaymentReference {
    /** Crockford's base 32: without I, L, O and U. */
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static final int LENGTH = 8;
    private static final SecureRandom RANDOM = new SecureRandom();

    private PaymentReference() {}

    static String next() {
        return RANDOM.ints(LENGTH, 0, ALPHABET.length())
                .mapToObj(i -> String.valueOf(ALPHABET.charAt(i)))
                .collect(Collectors.joining("", "GH-", ""));
    }
}
