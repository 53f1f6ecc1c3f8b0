package dev.guildhall.realtime;

import dev.guildhall.chat.NewMessage;
import dev.guildhall.failure.FieldCode;
import dev.guildhall.http.Body;
import java.util.Map;
import java.util.UUID;

/** Every frame that a client may send, read as strictly as a request. */
sealed interface ClientFrame {
    int MAX_TICKET_LENGTH = 100;

    /** A message; it may also be sent without a type. */
    record Send(NewMessage message) implements ClientFrame {}

    /** @param seen the last seq that the client has, by the other user's id */
    record Sync(Map<UUID, Long> seen) implements ClientFrame {}

    record Read(UUID peer, long upToSeq) implements ClientFrame {}

    record Typing(UUID peer) implements ClientFrame {}

    /** @param ticket issued for a newer token */
    record Renew(String ticket) implements ClientFrame {
        @Override
        public String toString() {
            return "Renew[***]";
        }
    }

    /** @throws dev.guildhall.failure.Failure naming everything that is wrong */
    static ClientFrame parse(Body body) {
        String type = body.has("type") ? body.trimmed("type", 40) : "message.send";
        ClientFrame frame = switch (type) {
            case "message.send" -> new Send(NewMessage.from(body));
            case "sync" -> new Sync(body.numbersById("seen"));
            case "message.read" -> new Read(body.id("user_id"), body.number("up_to_seq"));
            case "typing" -> new Typing(body.id("user_id"));
            case "renew" -> new Renew(body.verbatim("ticket", 1, MAX_TICKET_LENGTH));
            default -> {
                body.refuse("type", FieldCode.NOT_ALLOWED, "One of message.send, sync, message.read, typing, renew.");
                // Never returned.
                yield new Sync(Map.of());
            }
        };
        body.check();
        return frame;
    }
}
