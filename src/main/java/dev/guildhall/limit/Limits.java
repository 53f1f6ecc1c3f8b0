package dev.guildhall.limit;

import java.time.Duration;

/**
 * The limits: the components can be configured, the constants are fixed. {@code docs/configuration.md} lists them all.
 *
 * @param messageRate messages per second of one user on this node; 0: no limit
 * @param writeRate other writes per minute of one user on this node; 0: no limit
 * @param maxOpenOrders orders between one client and one freelancer that are neither completed nor cancelled; 0: no limit
 * @param conversationRate conversations per hour that one user starts with users without a common order; 0: no limit
 */
public record Limits(int messageRate, int writeRate, int maxOpenOrders, int conversationRate) {
    /** The maximum of each component: far more than anyone can type, and a burst of it still fits into an int. */
    public static final int MAX_CONFIGURABLE = 100_000;

    /** The size of a burst of messages, in seconds of the rate. */
    public static final int MESSAGE_BURST_S = 5;

    /** The size of a burst of other writes, in minutes of the rate. */
    public static final int WRITE_BURST_MIN = 2;

    /** The number of new conversations per day, in hours of the rate. */
    public static final int CONVERSATION_HOURS_A_DAY = 5;

    /** Statements of one side in one dispute. */
    public static final int MAX_STATEMENTS_OF_SIDE = 20;

    /** Open sockets of one user on one node. */
    public static final int MAX_SOCKETS_OF_ONE_USER = 20;

    /**
     * Concurrent requests on one node: far more than a healthy node has. As many messages take less than half a second. With a lower
     * limit, clients that repeat refused requests at once make a node spend most of its processor time on refusals.
     */
    public static final int MAX_REQUESTS_AT_ONCE = 2_000;

    /** How long a failed sign-in counts. */
    public static final Duration SIGN_IN_WINDOW = Duration.ofMinutes(15);

    /** Failed sign-ins for one email from one address; from all addresses if the frontend does not send the address. */
    public static final int MAX_FAILURES_OF_EMAIL_AND_ADDRESS = 10;

    /** Failed sign-ins from one address, for all emails. */
    public static final int MAX_FAILURES_OF_ADDRESS = 100;

    /** Failed sign-ins for one email from addresses from which its owner has not signed in. */
    public static final int MAX_FAILURES_OF_EMAIL = 100;

    /** How long after a sign-in its address counts as known for that user. */
    public static final Duration KNOWN_ADDRESS = Duration.ofDays(90);

    /** Passwords from one address that are being hashed or wait for it, on one node. */
    public static final int MAX_HASHES_OF_ADDRESS = 4;

    /** Passwords that wait to be hashed, on one node. */
    public static final int MAX_WAITING_HASHES = 32;
}
