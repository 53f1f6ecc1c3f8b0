package dev.guildhall.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.guildhall.postgres.EmbeddedPostgres;
import dev.guildhall.postgres.TlsPostgres;
import dev.guildhall.support.NodeProcess;
import dev.guildhall.support.OldSchema;
import dev.guildhall.support.Server;
import dev.guildhall.support.Sql;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Databases that a node cannot use: the start fails with one sentence that says what to do. */
@Tag("RUN-19")
class RefusedStartIT {
    private static final String DATABASE = "refused";

    @TempDir
    private static Path directory;

    @SuppressWarnings("NullAway.Init")
    private static TlsPostgres postgres;

    @BeforeAll
    static void start() throws Exception {
        postgres = TlsPostgres.start(directory.resolve("postgres"));
    }

    @AfterAll
    static void stop() throws Exception {
        postgres.close();
    }

    @BeforeEach
    void reset() throws IOException {
        postgres.allowLoginsBy("host");
        postgres.createDatabase(DATABASE);
    }

    @Test
    void exitsWithoutPrintingAStackTraceOrThePassword() throws Exception {
        String url = "postgresql://guildhall:s3cret@localhost:" + address().port() + "/" + DATABASE;
        try (NodeProcess node = NodeProcess.on(address(), 0, Map.of("DATABASE_URL", url))) {
            assertThatThrownBy(() -> node.linesUntil("listens on"))
                    .hasMessageContaining(
                            "Guildhall cannot start. The database at postgresql://guildhall:***@localhost")
                    .hasMessageContaining("password authentication failed for user \"guildhall\"")
                    .hasMessageContaining("Correct the user name and the password in this URL.")
                    .hasMessageNotContainingAny("s3cret", "\tat ", "Exception");
            assertThat(node.awaitExit()).isEqualTo(1);
        }
    }

    @Test
    void reportsAMissingDatabase() throws IOException {
        assertRefused("nowhere", Map.of())
                .hasMessageContaining("database \"nowhere\" does not exist")
                .hasMessageContaining("Create it");
    }

    @Test
    void reportsAUserWhoMayNotLogIn() throws IOException {
        try (Sql sql = postgres.admin()) {
            sql.update("alter role guildhall nologin");
            assertRefused(DATABASE, Map.of())
                    .hasMessageContaining("is not permitted to log in")
                    .hasMessageContaining("let the user in");
        } finally {
            try (Sql sql = postgres.admin()) {
                sql.update("alter role guildhall login");
            }
        }
    }

    @Test
    void requiresUtf8() throws IOException {
        try (Sql sql = postgres.admin()) {
            sql.update("drop database " + DATABASE);
            sql.update("create database " + DATABASE + " owner guildhall encoding 'SQL_ASCII' locale_provider libc"
                    + " locale 'C' template template0");
        }
        assertRefused(DATABASE, Map.of())
                .hasMessageContaining("its encoding is SQL_ASCII")
                .hasMessageContaining("encoding 'UTF8'");
        try (Sql sql = postgres.admin(DATABASE)) {
            assertThat(sql.count("select from pg_tables where schemaname = 'public'"))
                    .as("tables that were created in it")
                    .isZero();
        }
    }

    @Test
    void refusesASchemaWithTablesOfOthers() throws IOException {
        try (Sql sql = new Sql(address())) {
            sql.update("create table accounts (id int)");
        }
        assertRefused(DATABASE, Map.of())
                .hasMessageContaining("its schema \"public\" contains tables or functions that are not Guildhall's")
                .hasMessageContaining("Set DATABASE_SCHEMA");
    }

    @Test
    void refusesASchemaWithMigrationsOfOthers() throws IOException {
        try (Sql sql = new Sql(address())) {
            Migrations.run(address());
            sql.update("update flyway_schema_history set checksum = 1 where version = '002'");
        }
        assertRefused(DATABASE, Map.of())
                .hasMessageContaining("\"public\".flyway_schema_history are not those of this Guildhall");
    }

    @Test
    void reportsMissingPrivileges() throws IOException {
        try (Sql sql = postgres.admin(DATABASE)) {
            sql.update("alter database " + DATABASE + " owner to postgres");
        }
        assertRefused(DATABASE, Map.of())
                .hasMessageContaining("permission denied for schema public")
                .hasMessageContaining("grant create on schema");
    }

    /** The migrations use a different driver, so their success does not show that the pools can connect. */
    @Test
    void checksThePoolsAndNotOnlyTheMigrations() throws IOException {
        try (Sql sql = postgres.admin(DATABASE)) {
            sql.update("""
                    create function refuse_pools() returns event_trigger language plpgsql as $$
                    begin
                      if current_setting('application_name') = 'guildhall' then
                        raise exception 'no pools here';
                      end if;
                    end $$
                    """);
            sql.update("create event trigger refuse_pools on login execute function refuse_pools()");
        }
        // In its own schema, since the start refuses a schema that has functions of others.
        assertRefused(DATABASE, Map.of("DATABASE_SCHEMA", "market")).hasMessageContaining("no pools here");
    }

    @Test
    void keepsItsTablesInTheConfiguredSchema() throws IOException {
        try (Sql sql = new Sql(address())) {
            sql.update("create table users (id int)");
            try (Server one = start(DATABASE, Map.of("DATABASE_SCHEMA", "one"));
                    Server another = start(DATABASE, Map.of("DATABASE_SCHEMA", "another"))) {
                one.api()
                        .with("Authorization", "Bearer " + Server.SERVICE_TOKEN)
                        .post("/internal/users", Map.of("email", "ana@example.org", "full_name", "Ana"))
                        .expect(201);
                assertThat(sql.count("select from one.users")).isOne();
                assertThat(sql.count("select from another.users")).isZero();
                assertThat(sql.count("select from public.users")).isZero();
                assertThat(sql.rows("select tablename from pg_tables where schemaname = 'public'"))
                        .as("tables in the schema of others")
                        .hasSize(1);
                another.api()
                        .with("Authorization", "Bearer " + Server.SERVICE_TOKEN)
                        .get("/internal/users?email=ana@example.org")
                        .expect(404);
            }
        }
    }

    /** A schema with the name of the user is the first in PostgreSQL's search path. */
    @Test
    void keepsUsingTheSchemaOfItsTables() throws IOException {
        try (Sql sql = new Sql(address())) {
            sql.update("create schema guildhall");
        }
        assertThat(Migrations.run(address()).schema()).isEqualTo("guildhall");
    }

    @Test
    void createsASchemaOnceIfSeveralNodesStartAtOnce() throws IOException {
        DatabaseAddress address = address().inSchema("market");
        List<CompletableFuture<DatabaseAddress>> starts = Stream.generate(
                        () -> CompletableFuture.supplyAsync(() -> Migrations.run(address)))
                .limit(4)
                .toList();
        assertThat(starts).allSatisfy(start -> assertThat(start.join()).isEqualTo(address));
    }

    @Test
    @Tag("DATA-13")
    void retriesAMigrationAfterALockTimeout() throws IOException {
        DatabaseAddress address = address();
        try (Sql other = migratedToVersion7()) {
            other.begin();
            other.update("lock table order_events in row exclusive mode");
            CompletableFuture<?> migrated = CompletableFuture.supplyAsync(() -> Migrations.run(address));
            try (Sql sql = postgres.admin(DATABASE)) {
                sql.awaitWaitingForLocks(1);
                // Waits until the first attempt has given up: then no statement waits for a lock.
                while (sql.count("select from pg_locks where not granted") > 0) {
                    assertThat(migrated).isNotDone();
                }
            }
            other.rollback();
            migrated.join();
            assertThat(other.count("select from flyway_schema_history where version = '008'"))
                    .isOne();
        }
    }

    @Test
    @Tag("DATA-13")
    void failsIfAMigrationNeverGetsItsLock() throws IOException {
        try (Sql other = migratedToVersion7()) {
            other.begin();
            other.update("lock table order_events in row exclusive mode");
            assertThatThrownBy(() -> Migrations.run(address(), Duration.ofSeconds(1)))
                    .isInstanceOf(DatabaseUnavailable.class)
                    .hasMessageContaining("V008__history.sql")
                    .hasMessageContaining("canceling statement due to lock timeout")
                    .hasMessageContaining("end its transaction");
            other.rollback();
        }
    }

    /** The schema of an older version of Guildhall: the next migration changes {@code order_events}. */
    private static Sql migratedToVersion7() throws IOException {
        DatabaseAddress address = address();
        OldSchema.migrate(address, "7");
        return new Sql(address);
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
            String database, Map<String, String> environment) {
        return assertThatThrownBy(() -> start(database, environment).close())
                .isInstanceOf(DatabaseUnavailable.class)
                .hasMessageMatching("The database at postgresql://guildhall:\\*\\*\\*@.* cannot be used: .*\\.");
    }

    private static Server start(String database, Map<String, String> environment) throws IOException {
        return Server.on(postgres.address(EmbeddedPostgres.USER, database, "prefer"), environment);
    }

    private static DatabaseAddress address() throws IOException {
        return postgres.address(EmbeddedPostgres.USER, DATABASE, "prefer");
    }
}
