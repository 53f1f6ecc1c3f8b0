package dev.guildhall.support;

import static java.util.Objects.requireNonNull;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A running Guildhall with its own database, and methods that create what a test needs in it. For all tests of a class:
 * {@code @RegisterExtension static final Market market = new Market();}
 */
public final class Market implements BeforeAllCallback, AfterAllCallback {
    private @Nullable TestDatabase database;
    private @Nullable Server server;
    private @Nullable Sql sql;

    /** A market on a server and a database that the caller starts and stops. */
    public static Market of(Server server, Sql sql) {
        Market market = of(sql);
        market.server = server;
        return market;
    }

    /** A market without a server, for what is inserted directly into a database that the caller starts and stops. */
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
            // try-with-resources closes them in the opposite order, each even if another fails.
        }
    }

    public TestDatabase database() {
        return requireNonNull(database);
    }

    public Server server() {
        return requireNonNull(server);
    }

    /** Direct access to the database, without the server. */
    public Sql sql() {
        return requireNonNull(sql);
    }

    /** A client of the server that is not signed in. */
    public ApiClient api() {
        return server().api();
    }

    /** Raw sockets to the server. */
    public TestSockets sockets() {
        return server().sockets();
    }

    /** Starts another node on the same database; the test has to close it. */
    public Server anotherNode() {
        return Server.on(database());
    }

    /** Stops its node, so that nothing happens by itself until {@link #start}. */
    public void stop() {
        server().close();
        server = null;
    }

    /** Starts a node in place of the one that was stopped. */
    public void start() {
        server = Server.on(database());
    }

    public Person aUser(String fullName) {
        return person(fullName, false);
    }

    /** An admin until the next start of a node, which revokes this because the email is not in ADMIN_EMAILS. */
    public Person anAdmin() {
        return person("Ada Admin", true);
    }

    public GigFixture aGig() {
        return new GigFixture(this);
    }

    /** Lets time pass for the deadlines of orders. */
    public MarketClock clock() {
        return new MarketClock(sql());
    }

    public OrderFixture anOrder() {
        return new OrderFixture(this);
    }

    private Person person(String fullName, boolean isAdmin) {
        UUID id = UUID.randomUUID();
        sql().update(
                        "insert into users (id, email, email_key, full_name, is_admin) values (?, ?, ?, ?, ?)",
                        id,
                        id + "@example.org",
                        id + "@example.org",
                        fullName,
                        isAdmin);
        return new Person(id, fullName, Jwt.of(id));
    }
}
