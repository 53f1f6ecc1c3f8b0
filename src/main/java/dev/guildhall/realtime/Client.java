package dev.guildhall.realtime;

import java.util.UUID;

/** The client of one {@link ChatSocket}, for the parts of that socket; used on its event loop only. */
interface Client {
    /** The id of the socket. */
    UUID id();

    void send(Frame frame);

    void sendError(Throwable error);

    void close(CloseCode code);

    /** Whether nothing more will be sent. */
    boolean isClosing();

    /** Runs the action once few frames are waiting for the client: at once if that is so already. */
    void whenWritable(Runnable action);
}
