package dev.guildhall.user;

import dev.guildhall.db.Parameters;
import dev.guildhall.http.IfMatch;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A change that a user makes to their own profile.
 *
 * @param ifMatch the versions that the profile may have
 * @param sent which of the nullable fields were sent; the others stay unchanged
 * @param fullName null: unchanged
 */
record ProfileChange(
        IfMatch ifMatch,
        Set<String> sent,
        @Nullable String fullName,
        @Nullable String bio,
        @Nullable String avatarUrl,
        @Nullable String paymentInstructions) {

    static final String BIO = "bio";
    static final String AVATAR_URL = "avatar_url";
    static final String PAYMENT_INSTRUCTIONS = "payment_instructions";

    boolean setsPaymentInstructions() {
        return paymentInstructions != null;
    }

    Parameters parameters(UUID user) {
        return Parameters.of("id", user)
                .with("versions", ifMatch.toArray())
                .with("full_name", fullName)
                .with(BIO, bio)
                .with("sends_bio", sent.contains(BIO))
                .with(AVATAR_URL, avatarUrl)
                .with("sends_avatar_url", sent.contains(AVATAR_URL))
                .with(PAYMENT_INSTRUCTIONS, paymentInstructions)
                .with("sends_payment_instructions", sent.contains(PAYMENT_INSTRUCTIONS));
    }
}
