package dev.guildhall.user;

import java.util.regex.Pattern;

/** Checks the syntax of email addresses; only an email shows whether the address works. */
final class Emails {
    static final int MAX_LENGTH = 254;

    /** No spaces and no invisible characters; listed here, since the contract has the same pattern for all languages. */
    private static final String CHARACTER =
            "[^@\\u0000-\\u0020\\u007F-\\u00A0\\u00AD\\u1680\\u2000-\\u200F\\u2028-\\u202F\\u205F-\\u206F\\u3000\\uFEFF]";

    private static final Pattern ADDRESS = Pattern.compile(CHARACTER + "{1,64}@" + CHARACTER + "{1,189}");

    private Emails() {}

    static boolean isAddress(String text) {
        return ADDRESS.matcher(text).matches();
    }
}
