package dev.guildhall.user;

import org.jspecify.annotations.Nullable;

/**
 * The data of a new user, without the password.
 *
 * @param isEmailVerified whether the email is known to belong to the user
 */
record NewUser(String email, String fullName, @Nullable String avatarUrl, boolean isEmailVerified) {}
