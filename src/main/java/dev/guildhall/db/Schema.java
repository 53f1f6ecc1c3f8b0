package dev.guildhall.db;

import java.util.regex.Pattern;

/** The name of the schema of our tables. */
public final class Schema {
    public static final String PUBLIC = "public";
    public static final String EXPECTED = "a name of at most 48 lower-case letters, digits and underscores that begins"
            + " with a letter and not with pg_";

    /** A name that needs no quotes, and short enough for a prefix within the 63 bytes of a PostgreSQL name. */
    private static final Pattern NAME = Pattern.compile("(?!pg_|information_schema$)[a-z][a-z0-9_]{0,47}");

    private Schema() {}

    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }
}
