package dev.guildhall.http;

import dev.guildhall.db.RequestColumns;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The response that is stored with an {@code Idempotency-Key}. A long body is stored as the id of the result, which a retry reads again. */
record StoredReply(KeyedWrite write, Reply reply) {
    private static final int MAX_STORED_BYTES = 16 * 1024;

    static final RequestColumns<StoredReply> COLUMNS = RequestColumns.<StoredReply>none()
            .with("caller", "uuid", UUID[]::new, stored -> stored.write().key().caller())
            .with("key", "text", String[]::new, stored -> stored.write().key().value())
            .with("status", "int", Integer[]::new, stored -> stored.reply().status())
            .with(
                    "headers",
                    "text[]::jsonb",
                    String[]::new,
                    stored -> new JsonObject(Map.copyOf(stored.reply().headers())).encode())
            .with("body", "text", String[]::new, StoredReply::body);

    private @Nullable String body() {
        Buffer body = reply.body();
        if (body == null) {
            return null;
        }
        // No other response consists of only an id.
        return body.length() <= MAX_STORED_BYTES
                ? body.toString()
                : Json.parse(body).path("id").asText();
    }
}
