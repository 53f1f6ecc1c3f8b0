package dev.guildhall.support;

import java.util.UUID;

/** A user and the token that the frontend has issued to them. */
public record Person(UUID id, String fullName, String token) {}
