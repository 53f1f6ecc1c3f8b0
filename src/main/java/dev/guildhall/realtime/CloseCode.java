package dev.guildhall.realtime;

/** Why this side closes a socket; docs/realtime.md lists after which of them a client should connect again. */
enum CloseCode {
    GOING_AWAY(1001, "going away"),
    BAD_UTF8(1007, "text must be UTF-8"),
    TOO_BIG(1009, "a frame may have 16 KiB; send longer content by REST"),
    RESTART(1012, "this node restarts"),
    TRY_LATER(1013, "no room here now; try again in a moment"),
    PROTOCOL_ERROR(4400, "too many frames that cannot be understood"),
    TOKEN_EXPIRED(4401, "the token has expired"),
    DEACTIVATED(4403, "this account has been deactivated"),
    TOO_SLOW(4408, "frames are not read fast enough; sync after reconnecting"),
    FLOODING(4429, "too many frames");

    private final short number;
    private final String reason;

    CloseCode(int number, String reason) {
        this.number = (short) number;
        this.reason = reason;
    }

    /** As in the close frame (RFC 6455, section 7.4). */
    short number() {
        return number;
    }

    String reason() {
        return reason;
    }
}
