package dev.guildhall.limit;

import java.time.Duration;

/**
 * What is limited: the components can be chosen, the constants are fixed. {@code docs/configuration.md} lists them all.
 *
 * @param messageRate messages a second of one user on this node; 0: any number
 * @param writeRate other writes a minute of one user on this node; 0: any number
 * @param maxOpenOrders orders of one client with one freelancer that are neither completed nor cancelled; 0: any number
 * @param conversationRate conversations an hour that one user begins with people they have no order with; 0: any number
 */
public record Limits(int messageRate, int writeRate, int maxOpenOrders, int conversationRate) {
    /** The highest value of each component: far beyond what anybody types, and low enough to count a burst of it in an int. */
    public static final int MAX = 100_000;

    /** How many seconds' worth of messages may come at once. */
    public static final int MESSAGE_BURST_S = 5;

    /** How many minutes' worth of other writes may come at once. */
    public static final int WRITE_BURST_MIN = 2;

    /** How many hours' worth of new conversations a day may have. */
    public static final int CONVERSATION_HOURS_A_DAY = 5;

    /** Sockets of one user on one node. */
    public static final int MAX_SOCKETS_OF_ONE_USER = 20;

    /** Requests at once on one node: far more than a healthy one has; beyond it waiting would only make everybody slower. */
    public static final int MAX_REQUESTS_AT_ONCE = 2_000;

    /** For how long a failed sign-in counts. */
    public static final Duration SIGN_IN_WINDOW = Duration.ofMinutes(15);

    /** Failed sign-ins for one email from one address; from anywhere where the frontend does not say the address. */
    public static final int MAX_FAILURES_OF_EMAIL_AND_ADDRESS = 10;

    /** Failed sign-ins from one address, for whichever emails. */
    public static final int MAX_FAILURES_OF_ADDRESS = 100;

    /** Failed sign-ins for one email from addresses that its owner has not signed in from. */
    public static final int MAX_FAILURES_OF_EMAIL = 100;

    /** For how long an address counts as one that a person signs in from. */
    public static final Duration KNOWN_ADDRESS = Duration.ofDays(90);

    /** Passwords of one address that are hashed or wait for it, on one node. */
    public static final int MAX_HASHES_OF_ADDRESS = 4;

    /** Passwords that wait to be hashed, on one node. */
    public static final int MAX_WAITING_HASHES = 32;
}
