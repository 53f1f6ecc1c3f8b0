package dev.guildhall.db;

/**
 * Lets a write share a transaction with others that are made by the same {@code writes}.
 *
 * @param conflictKey two writes with the same one never share a transaction
 */
public record Sharing(SharedWrites<?, ?> writes, Object conflictKey) {}
