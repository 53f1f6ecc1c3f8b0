package dev.guildhall.realtime;

/** Why a socket is closed by us, and whether the client should connect again. */
enum CloseCode {
    GOING_AWAY(1001, "going away", true),
    BAD_UTF8(1007, "text must be UTF-8", true),
    TOO_BIG(1009, "a frame may have 16 KiB; send longer content by REST", true),
    RESTART(1012, "this node restarts", true),
    TRY_LATER(1013, "no room here now; try again in a moment", true),
    PROTOCOL_ERROR(4400, "too many frames that cannot be understood", false),
    TOKEN_EXPIRED(4401, "the token has expired", true),
    DEACTIVATED(4403, "this account has been deactivated", false),
    TOO_SLOW(4408, "frames are not read fast enough; sync after reconnecting", true),
    FLOODING(4429, "too many frames", true);

    private final short number;
    private final String reason;
    private final boolean reconnect;

    CloseCode(int number, String reason, boolean reconnect) {
        this.number = (short) number;
        this.reason = reason;
        this.reconnect = reconnect;
    }

    /** As it stands in the close frame (RFC 6455, section 7.4). */
    short number() {
        return number;
    }

    String reason() {
        return reason;
    }

    /** Whether connecting again, with a fresh token where that is the matter, can help. */
    boolean shouldReconnect() {
        return reconnect;
    }
}
