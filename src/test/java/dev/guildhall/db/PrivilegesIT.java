package dev.guildhall.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.postgres.EmbeddedPostgres;
import dev.guildhall.postgres.TlsPostgres;
import dev.guildhall.support.Concurrently;
import dev.guildhall.support.Sql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("OPS-15")
class PrivilegesIT {
    private static final int NODES = 8;
    private static final int ROUNDS = 5;

    @TempDir
    private Path directory;

    @Test
    void grantsNoUpdateOfAppendOnlyTablesIfManyNodesGrantAtOnce() throws Exception {
        try (TlsPostgres postgres = TlsPostgres.start(directory.resolve("postgres"))) {
            DatabaseAddress owner =
                    postgres.address(EmbeddedPostgres.USER, postgres.createDatabase("market"), "prefer");
            Migrations.run(owner);
            try (Sql admin = postgres.admin("market")) {
                assertThat(admin.rows("""
                                select c.relname from pg_class c where exists (
                                  select from pg_trigger t
                                  where t.tgrelid = c.oid and t.tgfoid = 'refuse_change'::regproc
                                    and t.tgtype & 16 > 0 -- TRIGGER_TYPE_UPDATE of PostgreSQL's pg_trigger.h
                                )
                                """))
                        .extracting(row -> row.get("relname"))
                        .containsExactlyInAnyOrderElementsOf(Privileges.APPEND_ONLY);
                admin.update("create role app");
                for (int round = 0; round < ROUNDS; round++) {
                    admin.update("revoke all on all tables in schema public from app");
                    assertThat(Concurrently.times(NODES, node -> grant(owner))).hasSize(NODES);
                }
                assertThat(admin.rows("""
                                select table_name from information_schema.role_table_grants
                                where grantee = 'app' and privilege_type = 'UPDATE' and table_schema = 'public'
                                """))
                        .extracting(row -> row.get("table_name"))
                        .contains("orders", "users")
                        .doesNotContain("flyway_schema_history")
                        .doesNotContainAnyElementsOf(Privileges.APPEND_ONLY);
            }
        }
    }

    private static boolean grant(DatabaseAddress owner) {
        try (Connection connection = DriverManager.getConnection(
                "jdbc:postgresql://" + owner.host() + ":" + owner.port() + "/" + owner.database(),
                owner.user(),
                owner.password())) {
            Privileges.grant(connection, "public", "app");
            return true;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
