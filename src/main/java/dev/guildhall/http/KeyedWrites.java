package dev.guildhall.http;

import dev.guildhall.db.SharedWrites;
import dev.guildhall.db.SqlErrors;
import dev.guildhall.db.UnitOfWork;
import dev.guildhall.failure.Failure;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Makes requests with an {@code Idempotency-Key}: the key, the effect and the response of each are committed in one transaction, which
 * several requests may share.
 */
final class KeyedWrites {
    private KeyedWrites() {}

    static Failure inProgress() {
        return new Failure.Conflict(
                "idempotency_in_progress",
                "The first request with this Idempotency-Key is still running. Ask again shortly.");
    }

    /** Returns the replies by the ids of the writes; leaves out those whose key is already stored. */
    static Future<Map<UUID, Reply>> make(SqlClient pool, List<KeyedWrite> writes) {
        return writes.size() == 1
                ? makeAlone(pool, writes.get(0))
                        .map(made -> made.map(reply -> Map.of(writes.get(0).id(), reply))
                                .orElseGet(Map::of))
                : makeTogether(pool, writes);
    }

    /** Empty if the key is already stored. */
    static Future<Optional<Reply>> makeAlone(SqlClient pool, KeyedWrite write) {
        return UnitOfWork.runInTransaction(
                pool,
                work -> IdempotencyRepository.claim(work, write)
                        .recover(error -> Future.failedFuture(SqlErrors.isLockTimeout(error) ? inProgress() : error))
                        .compose(claimed -> claimed.isEmpty()
                                ? Future.succeededFuture(Optional.empty())
                                : write.effect()
                                        .apply(work)
                                        .compose(reply -> IdempotencyRepository.store(
                                                        work, List.of(new StoredReply(write, reply)))
                                                .map(Optional.of(reply)))));
    }

    private static Future<Map<UUID, Reply>> makeTogether(SqlClient pool, List<KeyedWrite> writes) {
        Set<List<Object>> keys = new HashSet<>();
        List<KeyedWrite> different = writes.stream()
                .filter(write ->
                        keys.add(List.of(write.key().caller(), write.key().value())))
                .toList();
        return UnitOfWork.runInSharedTransaction(
                pool,
                work -> IdempotencyRepository.claimFree(work, different).compose(claimed -> {
                    Map<KeyedWrite, Future<Reply>> replies = new LinkedHashMap<>();
                    List<KeyedWrite> leftOut = new ArrayList<>();
                    for (KeyedWrite write : different) {
                        if (claimed.contains(write.id())) {
                            try {
                                replies.put(write, write.effect().apply(work));
                            } catch (RuntimeException refused) {
                                // It has not written anything. Made alone, it gets its own response.
                                leftOut.add(write);
                            }
                        }
                    }
                    return Future.join(List.copyOf(replies.values())).transform(made -> end(work, replies, leftOut));
                }));
    }

    /** Stores the replies, and releases the keys of the writes that were left out. */
    private static Future<Map<UUID, Reply>> end(
            UnitOfWork work, Map<KeyedWrite, Future<Reply>> replies, List<KeyedWrite> leftOut) {
        List<StoredReply> made = new ArrayList<>();
        Throwable failure = null;
        for (Map.Entry<KeyedWrite, Future<Reply>> entry : replies.entrySet()) {
            Future<Reply> reply = entry.getValue();
            if (reply.succeeded()) {
                made.add(new StoredReply(entry.getKey(), reply.result()));
            } else if (reply.cause() instanceof SharedWrites.LeftOut) {
                leftOut.add(entry.getKey());
            } else if (reply.cause() instanceof SharedWrites.TransactionFailed failed) {
                return Future.failedFuture(failed.getCause());
            } else {
                failure = reply.cause();
            }
        }
        if (failure != null) {
            return Future.failedFuture(failure);
        }
        return Future.all(
                        made.isEmpty() ? Future.succeededFuture() : IdempotencyRepository.store(work, made),
                        leftOut.isEmpty() ? Future.succeededFuture() : IdempotencyRepository.release(work, leftOut))
                .map(stored -> made.stream()
                        .collect(Collectors.toMap(reply -> reply.write().id(), StoredReply::reply)));
    }
}
