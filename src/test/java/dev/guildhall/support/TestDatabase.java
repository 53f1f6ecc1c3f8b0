package dev.guildhall.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.guildhall.db.DatabaseAddress;
import java.net.URLEncoder;

/** A new database with the schema and no rows, on the PostgreSQL of this JVM. {@link #close} drops it. */
public final class TestDatabase implements AutoCloseable {
    private final DatabaseAddress address;

    private TestDatabase(DatabaseAddress address) {
        this.address = address;
    }

    public static TestDatabase fresh() {
        return new TestDatabase(TestPostgres.get().createDatabase());
    }

    public DatabaseAddress address() {
        return address;
    }

    /** The address in the form of {@code DATABASE_URL}. */
    public String url() {
        return url(address);
    }

    public static String url(DatabaseAddress address) {
        return "postgresql://" + encoded(address.user()) + ":" + encoded(address.password()) + "@" + address.host()
                + ":" + address.port() + "/" + encoded(address.database()) + "?sslmode=" + address.sslMode();
    }

    /** A new connection, with its own transactions. */
    public Sql sql() {
        return new Sql(address);
    }

    @Override
    public void close() {
        TestPostgres.get().dropDatabase(address.database());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }
}
