package dev.guildhall.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.guildhall.db.Certificates;
import dev.guildhall.db.DatabaseAddress;
import dev.guildhall.support.Await;
import dev.guildhall.support.Sql;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;

/** A PostgreSQL whose certificate and pg_hba.conf a test chooses. It stops when the JVM exits. */
public final class TlsPostgres implements AutoCloseable {
    private static final Duration RELOAD_TIMEOUT = Duration.ofSeconds(10);

    private final PostgresData data;
    private final PostgresServer server;
    private final Certificates certificates;

    private TlsPostgres(PostgresData data, PostgresServer server, Certificates certificates) {
        this.data = data;
        this.server = server;
        this.certificates = certificates;
    }

    public static TlsPostgres start(Path directory) throws IOException, InterruptedException, GeneralSecurityException {
        PostgresData data = new PostgresData(Directories.createPrivate(directory));
        Certificates certificates = Certificates.make(data.home());
        PostgresPrograms programs = new PostgresPrograms(
                PostgresPrograms.commandPrefix(data.home()),
                PostgresBinaries.ofThisMachine().unpackInto(data.home()));
        data.createIfAbsent(programs);
        PostgresServer server = PostgresServer.start(
                programs,
                data.directory(),
                KillablePostgres.freePort(),
                data.home().resolve("postgres.log"));
        return new TlsPostgres(data, server, certificates);
    }

    public Certificates certificates() {
        return certificates;
    }

    /** Switches TLS on with this certificate for new connections. */
    public void presentCertificate(String certificate) throws IOException {
        configure("on", certificate);
    }

    public void disableTls() throws IOException {
        configure("off", "localhost");
    }

    private void configure(String ssl, String certificate) throws IOException {
        Files.writeString(
                data.directory().resolve("postgresql.auto.conf"),
                "ssl = %s\nssl_cert_file = '%s'\nssl_key_file = '%s'\n"
                        .formatted(ssl, certificates.certificate(certificate), certificates.key(certificate)));
        reload();
    }

    /** Allows users to log in by lines of this type in pg_hba.conf, such as {@code hostssl}; the superuser always may. */
    public void allowLoginsBy(String type) throws IOException {
        Files.writeString(
                data.directory().resolve("pg_hba.conf"),
                "host all postgres all scram-sha-256\n" + type + " all all all scram-sha-256\n");
        reload();
    }

    private void reload() throws IOException {
        String before = configurationLoadTime();
        try (Sql sql = admin()) {
            sql.rows("select pg_reload_conf()");
        }
        if (!Await.until(RELOAD_TIMEOUT, () -> !configurationLoadTime().equals(before))) {
            throw new AssertionError("the configuration was not reloaded within " + RELOAD_TIMEOUT);
        }
    }

    /** When the configuration was loaded that a new connection has. */
    private String configurationLoadTime() throws IOException {
        try (Sql sql = admin()) {
            return String.valueOf(sql.row("select pg_conf_load_time() as at").get("at"));
        }
    }

    /** The password of every user. */
    public String password() throws IOException {
        return data.password();
    }

    /** A connection of the superuser. */
    public Sql admin() throws IOException {
        return new Sql(address("postgres", "postgres", "prefer"));
    }

    public Sql admin(String database) throws IOException {
        return new Sql(address("postgres", database, "prefer"));
    }

    /** Creates an empty database, owned by Guildhall's usual user, and drops an earlier one of this name. */
    public String createDatabase(String name) throws IOException {
        try (Sql sql = admin()) {
            sql.update("drop database if exists " + name + " with (force)");
            sql.update("create database " + name + " owner " + EmbeddedPostgres.USER);
        }
        return name;
    }

    public DatabaseAddress address(String user, String database, String sslMode) throws IOException {
        return new DatabaseAddress("localhost", server.port(), database, user, data.password(), sslMode);
    }

    /** The address in the form of {@code DATABASE_URL}. */
    public String url(String database, String parameters) throws IOException {
        return "postgresql://" + EmbeddedPostgres.USER + ":" + URLEncoder.encode(data.password(), UTF_8) + "@localhost:"
                + server.port() + "/" + database + "?" + parameters;
    }

    /** All sessions of Guildhall's usual user in this database: their application names, and {@code true} if they are encrypted. */
    public List<String> sessions(String database) throws IOException {
        try (Sql sql = admin()) {
            return sql.rows("""
                            select application_name || ' ' || ssl::text as session
                            from pg_stat_activity join pg_stat_ssl using (pid)
                            where datname = ? and usename = ? order by 1
                            """, database, EmbeddedPostgres.USER).stream()
                    .map(row -> String.valueOf(row.get("session")))
                    .toList();
        }
    }

    /** How many TCP connections to the server the kernel has. */
    public int connections() throws IOException {
        String toServer = ":%04X".formatted(server.port());
        int count = 0;
        for (String file : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            for (String line : Files.readAllLines(Path.of(file))) {
                String[] fields = line.strip().split("\\s+", 5);
                // 01 is ESTABLISHED. The kernel lists both ends of a connection; this counts the client's end.
                if (fields[2].endsWith(toServer) && fields[3].equals("01")) {
                    count++;
                }
            }
        }
        return count;
    }

    /** How many of them have logged in, without the connection of this query. */
    public int loggedIn() throws IOException {
        try (Sql sql = admin()) {
            return sql.count("select from pg_stat_activity where client_port > 0 and usename is not null") - 1;
        }
    }

    public void endSessions(String database) throws IOException {
        try (Sql sql = admin()) {
            sql.rows(
                    "select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = ? and usename = ?",
                    database,
                    EmbeddedPostgres.USER);
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        server.requestStop();
        server.awaitEnd();
    }
}
