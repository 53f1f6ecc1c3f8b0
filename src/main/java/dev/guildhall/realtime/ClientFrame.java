package dev.guildhall.realtime;

import dev.guildhall.chat.NewMessage;
import dev.guildhall.failure.FieldCode;
import dev.guildhall.http.Body;
import java.util.Map;
import java.util.UUID;

/** Everything a client may say on a socket, read as strictly as a request. */
sealed interface ClientFrame {
    /** A bare message without a type is taken for this. */
    record Send(NewMessage message) implements ClientFrame {}

    /** @param seen how far the device has got, by the other person's id */
    record Sync(Map<UUID, Long> seen) implements ClientFrame {}

    record Read(UUID peer, long upToSeq) implements ClientFrame {}

    record Typing(UUID peer) implements ClientFrame {}

    /** @throws dev.guildhall.failure.Failure naming everything that is wrong */
    static ClientFrame parse(Body body) {
        String type = body.has("type") ? body.trimmed("type", 40) : "message.send";
        return switch (type) {
            case "message.send" -> new Send(NewMessage.from(body));
            case "sync" -> {
                Sync sync = new Sync(body.numbersById("seen"));
                body.check();
                yield sync;
            }
            case "message.read" -> {
                Read read = new Read(body.id("user_id"), body.number("up_to_seq"));
                body.check();
                yield read;
            }
            case "typing" -> {
                Typing typing = new Typing(body.id("user_id"));
                body.check();
                yield typing;
            }
            default -> {
                body.refuse("type", FieldCode.NOT_ALLOWED, "One of message.send, sync, message.read, typing.");
                body.check();
                throw new IllegalStateException("check() refuses this");
            }
        };
    }
}
