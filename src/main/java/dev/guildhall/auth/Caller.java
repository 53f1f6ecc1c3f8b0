package dev.guildhall.auth;

import java.util.UUID;

/**
 * The authenticated user who sent the request.
 *
 * @param isAdmin read from the database, never from the token
 */
public record Caller(UUID id, boolean isAdmin) {}
