package dev.guildhall.db;

import org.jspecify.annotations.Nullable;

/** There is no database to start on; the message says why in words for whoever runs Guildhall, and holds no secret. */
public final class DatabaseUnavailable extends RuntimeException {
    DatabaseUnavailable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
