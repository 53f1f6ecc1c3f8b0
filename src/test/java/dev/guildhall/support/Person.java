package dev.guildhall.support;

import java.util.UUID;

/** Somebody with an account, and the token the frontend gave them. */
public record Person(UUID id, String fullName, String token) {}
