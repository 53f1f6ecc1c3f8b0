package dev.guildhall.http;

import dev.guildhall.db.RequestColumns;
import dev.guildhall.db.UnitOfWork;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.UUID;
import java.util.function.Function;

/**
 * A request with an {@code Idempotency-Key}.
 *
 * @param id of this request; a retry of the client has another one
 * @param conflictKey two writes with the same one never share a transaction
 */
record KeyedWrite(UUID id, IdempotencyKey key, Object conflictKey, Function<UnitOfWork, Future<Reply>> effect) {
    static final RequestColumns<KeyedWrite> COLUMNS = RequestColumns.<KeyedWrite>none()
            .with("id", "uuid", UUID[]::new, KeyedWrite::id)
            .with("caller", "uuid", UUID[]::new, write -> write.key().caller())
            .with("key", "text", String[]::new, write -> write.key().value())
            .with("fingerprint", "bytea", Buffer[]::new, write -> write.key().fingerprint());
}
