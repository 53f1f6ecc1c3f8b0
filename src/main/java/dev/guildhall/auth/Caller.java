package dev.guildhall.auth;

import java.util.UUID;

/**
 * Who is asking, as the database knows them.
 *
 * @param isAdmin read from the database, never from the token
 */
public record Caller(UUID id, boolean isAdmin) {}
