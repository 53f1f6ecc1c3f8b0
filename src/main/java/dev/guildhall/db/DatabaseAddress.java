package dev.guildhall.db;

import dev.guildhall.postgres.EmbeddedPostgres;
import io.netty.util.NetUtil;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where a PostgreSQL database is and who we are there; its {@code toString} hides the password.
 *
 * @param host a name or an address; an IPv6 address stands without brackets
 * @param password empty where the server asks for none
 * @param sslMode as libpq names it: {@code disable}, {@code prefer}, {@code require}, {@code verify-ca} or {@code verify-full}
 * @param sslRootCert whom to trust in the last two modes: the path of a file of certificates, or {@value RootCertificates#SYSTEM}
 * @param applicationName what the names of our sessions begin with
 * @param connectTimeout how long to wait for a connection, in seconds; null: what is usual for its purpose
 * @param schema where our tables are; null: in the first schema of the user's own {@code search_path}
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
     * Reads {@code postgresql://user:password@host:port/database?sslmode=…}; each thing that is wrong is told to
     * {@code mistakes} as a predicate ("has no host") that never shows the password, and the answer is then null.
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

    /** As a URL has it, with an IPv6 address in brackets. */
    String hostAndPort() {
        return NetUtil.toSocketAddressString(host, port);
    }
}
