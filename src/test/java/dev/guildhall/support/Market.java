package dev.guildhall.support;

import static java.util.Objects.requireNonNull;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A running Guildhall on a database of its own, and words for what a test needs in it. For a whole class:
 * {@code @RegisterExtension static final Market market = new Market();}
 */
public final class Market implements BeforeAllCallback, AfterAllCallback {
    private @Nullable TestDatabase database;
    private @Nullable Server server;
    private @Nullable Sql sql;

    /** Words alone, for a server and a database that somebody else starts and stops. */
    public static Market of(Server server, Sql sql) {
        Market market = of(sql);
        market.server = server;
        return market;
    }

    /** Words for what goes behind the back of servers that somebody else starts and stops. */
    public static Market of(Sql sql) {
        Market market = new Market();
        market.sql = sql;
        return market;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        database = TestDatabase.fresh();
        sql = database.sql();
        server = Server.on(database);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        try (TestDatabase dropped = database;
                Sql closed = sql;
                Server stopped = server) {
            // Closed in the opposite order, each whatever becomes of the others.
        }
    }

    public TestDatabase database() {
        return requireNonNull(database);
    }

    public Server server() {
        return requireNonNull(server);
    }

    /** The database behind the server's back. */
    public Sql sql() {
        return requireNonNull(sql);
    }

    /** Nobody in particular, calling the server. */
    public ApiClient api() {
        return server().api();
    }

    /** Raw sockets to the server. */
    public TestSockets sockets() {
        return server().sockets();
    }

    /** Another node on the same database, to be closed by the test. */
    public Server anotherNode() {
        return Server.on(database());
    }

    public Person aUser(String fullName) {
        return person(fullName, false);
    }

    /** An admin until the next start of a node, which has no list with them on it. */
    public Person anAdmin() {
        return person("Ada Admin", true);
    }

    public GigFixture aGig() {
        return new GigFixture(this);
    }

    public OrderFixture anOrder() {
        return new OrderFixture(this);
    }

    private Person person(String fullName, boolean isAdmin) {
        UUID id = UUID.randomUUID();
        sql().update(
                        "insert into users (id, email, full_name, is_admin) values (?, ?, ?, ?)",
                        id,
                        id + "@example.org",
                        fullName,
                        isAdmin);
        return new Person(id, fullName, Jwt.of(id));
    }
}
