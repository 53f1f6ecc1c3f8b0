package dev.guildhall.db;

import dev.guildhall.postgres.EmbeddedPostgres;
import io.netty.util.NetUtil;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The address of a PostgreSQL database with user and password; {@code toString} hides the password.
 *
 * @param host a name or an address; an IPv6 address has no brackets
 * @param password empty if the server needs none
 * @param sslMode with the names of libpq: {@code disable}, {@code prefer}, {@code require}, {@code verify-ca} or {@code verify-full}
 * @param sslRootCert the trusted certificates for the last two modes: the path of a file, or {@value RootCertificates#SYSTEM}
 * @param applicationName the prefix of the application names of our sessions
 * @param connectTimeout the timeout for a connection, in seconds; null: the default of its purpose
 * @param schema the schema of our tables; null: the first schema of the user's {@code search_path}
 */
public record DatabaseAddress(
        String host,
        int port,
        String database,
        String user,
        String password,
        String sslMode,
        @Nullable String sslRootCert,
        String applicationName,
        @Nullable Integer connectTimeout,
        @Nullable String schema) {
    public static final String FORM = "postgresql://user:password@host:port/database";
    public static final int DEFAULT_PORT = 5432;
    static final String DEFAULT_APPLICATION_NAME = "guildhall";

    public DatabaseAddress(String host, int port, String database, String user, String password, String sslMode) {
        this(host, port, database, user, password, sslMode, null, DEFAULT_APPLICATION_NAME, null, null);
    }

    /**
     * Parses {@code postgresql://user:password@host:port/database?sslmode=…}. If something is wrong, returns null, and each mistake is
     * passed to {@code mistakes} as a predicate ("has no host") that never contains the password.
     */
    public static @Nullable DatabaseAddress parse(String url, Consumer<String> mistakes) {
        return new DatabaseUrl(mistakes).parse(url);
    }

    public static DatabaseAddress of(EmbeddedPostgres embedded) {
        return new DatabaseAddress(
                EmbeddedPostgres.HOST,
                embedded.port(),
                EmbeddedPostgres.DATABASE,
                EmbeddedPostgres.USER,
                embedded.password(),
                "disable");
    }

    DatabaseAddress inSchema(@Nullable String name) {
        return new DatabaseAddress(
                host, port, database, user, password, sslMode, sslRootCert, applicationName, connectTimeout, name);
    }

    @Override
    public String toString() {
        return "postgresql://" + user + ":***@" + hostAndPort() + "/" + database + "?sslmode=" + sslMode;
    }

    /** As in a URL, with an IPv6 address in brackets. */
    String hostAndPort() {
        return NetUtil.toSocketAddressString(host, port);
    }
}
