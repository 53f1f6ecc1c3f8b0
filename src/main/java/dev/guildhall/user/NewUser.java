package dev.guildhall.user;

import dev.guildhall.auth.Identity;
import org.jspecify.annotations.Nullable;

/**
 * Who signs in for the first time, or perhaps again.
 *
 * @param emailKey see {@link Emails#key}
 * @param isEmailVerified whether the email is known to belong to the user
 * @param identity null if no identity provider has signed the user in
 * @param password null if the user signs in without one; never together with an identity
 */
record NewUser(
        String email,
        String emailKey,
        String fullName,
        @Nullable String avatarUrl,
        boolean isEmailVerified,
        @Nullable Identity identity,
        @Nullable Password password) {}
