package dev.guildhall.chat;

import dev.guildhall.http.Body;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A message that a user sends by REST or by socket. */
public record NewMessage(
        UUID receiver,
        String content,
        @Nullable UUID order,
        @Nullable UUID clientMsgId) {
    private static final int MAX_CONTENT = 4_000;

    /** Not to be used before {@link Body#check}. */
    public static NewMessage from(Body body) {
        return new NewMessage(
                body.id("receiver_id"),
                body.nonBlankVerbatim("content", MAX_CONTENT),
                body.optionalId("order_id"),
                body.optionalId("client_msg_id"));
    }
}
