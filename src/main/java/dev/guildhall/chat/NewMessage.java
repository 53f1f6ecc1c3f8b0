package dev.guildhall.chat;

import dev.guildhall.http.Body;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A message as its sender hands it in, over REST or a socket alike. */
public record NewMessage(
        UUID receiver,
        String content,
        @Nullable UUID order,
        @Nullable UUID clientMsgId) {
    private static final int LONGEST_CONTENT = 4_000;

    public static NewMessage from(Body body) {
        NewMessage message = new NewMessage(
                body.id("receiver_id"),
                body.words("content", LONGEST_CONTENT),
                body.optionalId("order_id"),
                body.optionalId("client_msg_id"));
        body.check();
        return message;
    }
}
