package dev.guildhall.auth;

import java.util.UUID;

/** Whom a token is about; whether there is such a user is not known yet. */
public sealed interface Subject permits Subject.User, Identity {
    /** The user in a token that the frontend has made. */
    record User(UUID id) implements Subject {}
}
