package dev.guildhall.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.guildhall.db.DatabaseAddress;
import dev.guildhall.db.DatabaseUnavailable;
import dev.guildhall.support.Market;
import dev.guildhall.support.Server;
import dev.guildhall.support.Sql;
import dev.guildhall.support.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Runs docs/deploy/roles.sql on Debian's PostgreSQL and checks what each role may do then. */
@Tag("OPS-15")
@ResourceLock("clusters of Debian's PostgreSQL")
class RolesIT {
    private static final String OWNER = "guildhall_owner";
    private static final String APP = "guildhall_app";
    /** The only role of an installation from before there were two roles. */
    private static final String FORMER_OWNER = "guildhall";

    private static final String DATABASE = "market";
    private static final String PASSWORD = "it's \"a\" $password";
    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    @SuppressWarnings("NullAway.Init")
    private static DebianPostgres postgres;

    @BeforeAll
    static void start() throws Exception {
        postgres = DebianPostgres.start();
    }

    @AfterAll
    static void stop() throws Exception {
        if (postgres != null) {
            postgres.close();
        }
    }

    @BeforeEach
    void createDatabase() throws Exception {
        psql("postgres", "create database " + DATABASE + " owner " + FORMER_OWNER);
    }

    @AfterEach
    void dropDatabase() throws Exception {
        psql("postgres", "drop database " + DATABASE + " with (force)");
        for (String role : List.of(OWNER, APP, "other_app")) {
            psql("postgres", "drop role if exists " + role);
        }
        psql("postgres", "alter role guildhall password 'a password'");
    }

    @Test
    void servesEveryOperationWithARoleThatOwnsNothing() throws Exception {
        psql("postgres", "alter database " + DATABASE + " owner to postgres");
        makeRoles(Map.of());
        try (Server node = Server.on(as(APP), migratingAs(OWNER));
                Sql sql = new Sql(as(OWNER))) {
            Market market = Market.of(node, sql);
            EveryOperation every = new EveryOperation(market, market);
            every.call();
            assertThat(every.notSucceeded()).isEmpty();
        }
        expectOnlyPrivilegesToServe(APP);
    }

    @Test
    void convertsAnInstallationWhileItServes() throws Exception {
        DatabaseAddress before = as(FORMER_OWNER, "a password");
        try (Server node = Server.on(before, Map.of());
                Sql sql = new Sql(before)) {
            Market market = Market.of(node, sql);
            market.anOrder().completed();
            EveryOperation every = new EveryOperation(market, market);
            every.call();

            makeRoles(Map.of("app", FORMER_OWNER));
            every.call();
        }
        expectOnlyPrivilegesToServe(FORMER_OWNER);
        try (Server node = Server.on(as(FORMER_OWNER), migratingAs(OWNER))) {
            node.api().get("/health/ready").expect(200);
        }
        expectOnlyPrivilegesToServe(FORMER_OWNER);
    }

    @Test
    void usesItsOwnSchemaAndKeepsTheTablesOfOthers() throws Exception {
        psql(
                DATABASE,
                "create schema shop; create table public.theirs (id int); alter table public.theirs owner to guildhall");
        makeRoles(Map.of("schema", "shop"));
        Map<String, String> environment = new HashMap<>(migratingAs(OWNER));
        environment.put("DATABASE_SCHEMA", "shop");
        try (Server node = Server.on(as(APP), environment)) {
            node.api().get("/gigs").expect(200);
        }
        try (Sql app = new Sql(as(APP))) {
            app.expectRefusal(INSUFFICIENT_PRIVILEGE, "select id from public.theirs");
            assertThat(app.rows("select id from shop.gigs")).isEmpty();
        }
        assertThat(psql(DATABASE, "select tableowner from pg_tables where tablename = 'theirs'"))
                .isEqualTo(FORMER_OWNER);
    }

    @Test
    void canBeRunByTheOwnerOfTheDatabaseWithoutSuperuser() throws Exception {
        psql("postgres", "create role admin login createrole createdb");
        try {
            psql("postgres", "alter database " + DATABASE + " owner to admin; grant guildhall to admin");
            psql(DATABASE, "alter schema public owner to admin");
            script("set role admin;", Map.of());
            try (Server node = Server.on(as(APP), migratingAs(OWNER))) {
                node.api().get("/gigs").expect(200);
            }
            expectOnlyPrivilegesToServe(APP);
        } finally {
            psql("postgres", "alter database " + DATABASE + " owner to postgres");
            psql(
                    DATABASE,
                    "alter schema public owner to pg_database_owner; reassign owned by admin to postgres; drop owned by admin");
            psql("postgres", "drop owned by admin; drop role admin");
        }
    }

    @Test
    void startsWithoutTheOwnerIfThereIsNothingToMigrate() throws Exception {
        makeRoles(Map.of());
        assertRefused(as(APP), Map.of())
                .hasMessageContaining("permission denied for schema public")
                .hasMessageContaining("set MIGRATIONS_DATABASE_URL");
        Server.on(as(APP), migratingAs(OWNER)).close();
        try (Server node = Server.on(as(APP), Map.of())) {
            node.api().get("/gigs").expect(200);
        }
    }

    @Test
    void reportsMissingGrants() throws Exception {
        makeRoles(Map.of());
        Server.on(as(APP), migratingAs(OWNER)).close();
        psql(DATABASE, "revoke insert on orders from " + APP + "; revoke select on gigs from " + APP);

        assertRefused(as(APP), Map.of())
                .hasMessageContainingAll("its user lacks ", "INSERT on orders", "SELECT on gigs")
                .hasMessageContaining("Start one node with MIGRATIONS_DATABASE_URL");

        Server.on(as(APP), migratingAs(OWNER)).close();
        try (Server node = Server.on(as(APP), Map.of())) {
            node.api().get("/gigs").expect(200);
        }
    }

    @Test
    void revokesAdditionalGrants() throws Exception {
        makeRoles(Map.of());
        Server.on(as(APP), migratingAs(OWNER)).close();
        psql(DATABASE, "grant all on order_events, flyway_schema_history to " + APP);
        Server.on(as(APP), migratingAs(OWNER)).close();
        expectOnlyPrivilegesToServe(APP);

        psql(DATABASE, "grant update on order_events to public");
        assertRefused(as(APP), migratingAs(OWNER)).hasMessageContaining("and it may UPDATE on order_events");
    }

    @Test
    void refusesAUserWithMorePrivilegesThanNeeded() throws Exception {
        Server.on(as(FORMER_OWNER, "a password"), Map.of()).close();
        psql("postgres", "create role " + OWNER + " superuser login password " + literal(PASSWORD));
        assertRefused(as(FORMER_OWNER, "a password"), migratingAs(OWNER))
                .hasMessageContainingAll(
                        "it owns the database market, owns the schema public, owns the table ", "and more")
                .hasMessageContaining("Run docs/deploy/roles.sql");

        psql("postgres", "create role " + APP + " superuser login password " + literal(PASSWORD));
        assertRefused(as(APP), migratingAs(FORMER_OWNER, "a password")).hasMessageContaining("and it is a superuser, ");
    }

    @Test
    void refusesToMigrateAnotherDatabase() throws Exception {
        makeRoles(Map.of());
        psql("postgres", "create database another owner " + OWNER);
        try {
            DatabaseAddress another = at("another", OWNER, PASSWORD);
            assertRefused(as(APP), Map.of("MIGRATIONS_DATABASE_URL", TestDatabase.url(another)))
                    .hasMessageStartingWith("The database at postgresql://guildhall_owner:***@")
                    .hasMessageContaining("it is not the database of DATABASE_URL, postgresql://guildhall_app:");
            assertThat(psql("another", "select count(*) from pg_tables where schemaname = 'public'"))
                    .as("tables that were created in it")
                    .isEqualTo("0");
        } finally {
            psql("postgres", "drop database another with (force)");
        }
    }

    /** Each of these statements would get around a rule that the database enforces. */
    private static void expectOnlyPrivilegesToServe(String user) throws Exception {
        String before = psql(DATABASE, "select count(*) from order_events");
        try (Sql app = new Sql(as(user, PASSWORD))) {
            for (String attempt : List.of(
                    "alter table orders disable trigger all",
                    "alter table order_events disable trigger order_events_append_only",
                    "drop trigger orders_guard on orders",
                    "create trigger mine before insert on orders for each row execute function refuse_change()",
                    "create or replace function orders_guard() returns trigger language plpgsql as 'begin return new; end'",
                    "drop function orders_guard() cascade",
                    "set session_replication_role = replica",
                    "truncate order_events",
                    "truncate orders cascade",
                    "update order_events set note = 'x'",
                    "delete from order_events",
                    "drop table order_events",
                    "drop table orders cascade",
                    "alter table orders add column mine text",
                    "alter table orders owner to " + user,
                    "drop schema public cascade",
                    "create table mine (id int)",
                    "create temporary table order_transitions (action text)",
                    "create schema mine",
                    "delete from flyway_schema_history",
                    "set role " + OWNER)) {
                app.expectRefusal(INSUFFICIENT_PRIVILEGE, attempt);
            }
            assertThat(app.rows("select tablename from pg_tables where tableowner = current_user"))
                    .isEmpty();
        }
        assertThat(psql(DATABASE, "select count(*) from order_events")).isEqualTo(before);
    }

    private static void makeRoles(Map<String, String> variables) throws Exception {
        script("", variables);
    }

    private static void script(String first, Map<String, String> variables) throws Exception {
        StringBuilder options = new StringBuilder();
        variables.forEach((name, value) ->
                options.append(" --set=").append(name).append('=').append(value));
        // Passed as text, since the user postgres may not read the directory of the project.
        String script = first + "\n" + Files.readString(Path.of("docs", "deploy", "roles.sql"));
        postgres.bash(
                "psql --cluster \"$VERSION/$MAIN\" --dbname=" + DATABASE + " --quiet --no-psqlrc" + options
                        + " <<'END'\n" + script + "\nEND",
                Map.of("GUILDHALL_OWNER_PASSWORD", PASSWORD, "GUILDHALL_APP_PASSWORD", PASSWORD));
    }

    private static String psql(String database, String sql) throws Exception {
        return postgres.bash(
                        "psql --cluster \"$VERSION/$MAIN\" --dbname=" + database
                                + " --quiet --no-psqlrc --no-align --tuples-only --set=ON_ERROR_STOP=1 <<<\"$SQL\"",
                        Map.of("SQL", sql, "PGOPTIONS", "--client-min-messages=warning"))
                .strip();
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private static Map<String, String> migratingAs(String user) throws Exception {
        return migratingAs(user, PASSWORD);
    }

    private static Map<String, String> migratingAs(String user, String password) throws Exception {
        return Map.of("MIGRATIONS_DATABASE_URL", TestDatabase.url(as(user, password)));
    }

    private static DatabaseAddress as(String user) throws Exception {
        return as(user, PASSWORD);
    }

    private static DatabaseAddress as(String user, String password) throws Exception {
        return at(DATABASE, user, password);
    }

    private static DatabaseAddress at(String database, String user, String password) throws Exception {
        return new DatabaseAddress("127.0.0.1", postgres.main().port(), database, user, password, "disable");
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
            DatabaseAddress address, Map<String, String> environment) {
        return assertThatThrownBy(() -> Server.on(address, environment).close())
                .isInstanceOf(DatabaseUnavailable.class);
    }
}
