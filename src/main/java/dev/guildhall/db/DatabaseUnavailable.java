package dev.guildhall.db;

import org.jspecify.annotations.Nullable;

/** Guildhall cannot start because of its database. The message tells the operator why, and contains no secret. */
public final class DatabaseUnavailable extends RuntimeException {
    DatabaseUnavailable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
