package dev.guildhall.db;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where a PostgreSQL database is and who we are there; its {@code toString} hides the password.
 *
 * @param host a name or an address; an IPv6 address stands without brackets
 * @param password empty where the server asks for none
 * @param sslMode as libpq names it: {@code disable}, {@code prefer}, {@code require}, {@code verify-ca} or {@code verify-full}
 */
public record DatabaseAddress(String host, int port, String database, String user, String password, String sslMode) {
    public static final String FORM = "postgresql://user:password@host:port/database";
    public static final int DEFAULT_PORT = 5432;

    /**
     * Reads {@code postgresql://user:password@host:port/database?sslmode=…}; each thing that is wrong is told to
     * {@code mistakes} as a predicate ("has no host") that never shows the password, and the answer is then null.
     */
    public static @Nullable DatabaseAddress parse(String url, Consumer<String> mistakes) {
        return new DatabaseUrl(mistakes).parse(url);
    }

    @Override
    public String toString() {
        String bracketed = host.contains(":") ? "[" + host + "]" : host;
        return "postgresql://" + user + ":***@" + bracketed + ":" + port + "/" + database + "?sslmode=" + sslMode;
    }
}
