package dev.guildhall.db;

/**
 * Of a write that may share a transaction with others to the same {@code writes}.
 *
 * @param key two writes with the same key never share one
 */
public record SharedKey(SharedWrites<?, ?> writes, Object key) {}
