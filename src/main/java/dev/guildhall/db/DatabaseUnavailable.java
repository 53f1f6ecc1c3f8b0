package dev.guildhall.db;

/** There is no database to start on; the message says why in words for whoever runs Guildhall, and holds no secret. */
public final class DatabaseUnavailable extends RuntimeException {
    DatabaseUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
