package dev.guildhall.user;

import org.jspecify.annotations.Nullable;

/**
 * Someone to be created, but for their password.
 *
 * @param isEmailVerified whether the email is known to be theirs
 */
record NewUser(String email, String fullName, @Nullable String avatarUrl, boolean isEmailVerified) {}
