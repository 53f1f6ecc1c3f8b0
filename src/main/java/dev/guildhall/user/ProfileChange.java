package dev.guildhall.user;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a person changes about themself.
 *
 * @param sent which of the fields that can be emptied were sent at all; the others stay as they are
 * @param fullName null: stays as it is
 */
record ProfileChange(
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

    Map<String, @Nullable Object> parameters(UUID user) {
        Map<String, @Nullable Object> parameters = new HashMap<>();
        parameters.put("id", user);
        parameters.put("full_name", fullName);
        parameters.put(BIO, bio);
        parameters.put("sends_bio", sent.contains(BIO));
        parameters.put(AVATAR_URL, avatarUrl);
        parameters.put("sends_avatar_url", sent.contains(AVATAR_URL));
        parameters.put(PAYMENT_INSTRUCTIONS, paymentInstructions);
        parameters.put("sends_payment_instructions", sent.contains(PAYMENT_INSTRUCTIONS));
        return parameters;
    }
}
