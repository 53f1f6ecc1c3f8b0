package dev.guildhall.user;

import java.util.regex.Pattern;

/** What passes for an email address: whether mail arrives there, only a mail can tell. */
final class Emails {
    static final int MAX_LENGTH = 254;

    /** Neither spaces nor what cannot be seen; spelled out, since the contract says the same to all languages. */
    private static final String CHARACTER =
            "[^@\\u0000-\\u0020\\u007F-\\u00A0\\u00AD\\u1680\\u2000-\\u200F\\u2028-\\u202F\\u205F-\\u206F\\u3000\\uFEFF]";

    private static final Pattern ADDRESS = Pattern.compile(CHARACTER + "{1,64}@" + CHARACTER + "{1,189}");

    private Emails() {}

    static boolean isAddress(String text) {
        return ADDRESS.matcher(text).matches();
    }
}
