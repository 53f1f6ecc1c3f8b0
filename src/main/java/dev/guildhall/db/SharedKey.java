package dev.guildhall.db;

/**
 * Lets a write share a transaction with others that are made by the same {@code writes}.
 *
 * @param key two writes with the same key never share one
 */
public record SharedKey(SharedWrites<?, ?> writes, Object key) {}
