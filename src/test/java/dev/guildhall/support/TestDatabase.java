package dev.guildhall.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.guildhall.db.DatabaseAddress;
import java.net.URLEncoder;

/** A database of its own on the one PostgreSQL of the run, migrated and empty; {@link #close} drops it. */
public final class TestDatabase implements AutoCloseable {
    private final DatabaseAddress address;

    private TestDatabase(DatabaseAddress address) {
        this.address = address;
    }

    public static TestDatabase fresh() {
        return new TestDatabase(TestServer.get().create());
    }

    public DatabaseAddress address() {
        return address;
    }

    /** As {@code DATABASE_URL} has it. */
    public String url() {
        return url(address);
    }

    /** The same for any database. */
    public static String url(DatabaseAddress address) {
        return "postgresql://" + encoded(address.user()) + ":" + encoded(address.password()) + "@" + address.host()
                + ":" + address.port() + "/" + encoded(address.database()) + "?sslmode=" + address.sslMode();
    }

    /** A connection of its own that nobody else's transaction can disturb. */
    public Sql sql() {
        return new Sql(address);
    }

    @Override
    public void close() {
        TestServer.get().drop(address.database());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }
}
