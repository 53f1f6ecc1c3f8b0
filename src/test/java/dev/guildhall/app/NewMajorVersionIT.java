package dev.guildhall.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.guildhall.db.DatabaseAddress;
import dev.guildhall.db.EmbeddedServer;
import dev.guildhall.postgres.OldestPostgres;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.Server;
import dev.guildhall.support.Sql;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs the commands that the start prints if its data directory belongs to an older major version of PostgreSQL. */
class NewMajorVersionIT {
    private static final String PASSWORD = "a password";

    @TempDir
    Path home;

    @Test
    @Tag("RUN-17")
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    void reportsHowToMigrateTheData() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/pg_dump")), "This test needs a pg_dump (Debian's postgresql).");
        PlacedOrder order;
        Person anna;
        try (OldestPostgres postgres = OldestPostgres.start(home)) {
            try (Sql sql = new Sql(postgres.address())) {
                sql.update("create role guildhall login createdb password '" + PASSWORD + "'");
                sql.update("create database guildhall owner guildhall");
            }
            DatabaseAddress address = new DatabaseAddress(
                    "127.0.0.1", postgres.address().port(), "guildhall", "guildhall", PASSWORD, "disable");
            try (Server server = Server.on(address, Map.of());
                    Sql sql = new Sql(address)) {
                Market market = Market.of(server, sql);
                order = market.anOrder().completed();
                anna = market.aUser("Anna");
                market.api()
                        .as(anna)
                        .post("/messages", Map.of("receiver_id", order.client().id(), "content", "Hello"))
                        .expect(201);
            }
        }
        Files.move(home.resolve("password"), home.resolve("postgres.password"));

        String refusal =
                String.valueOf(catchThrowable(() -> EmbeddedServer.start(home)).getMessage());
        assertThat(refusal)
                .contains(home.resolve("data")
                        + " contains data of PostgreSQL 14, and this Guildhall contains PostgreSQL ");
        assertThat(home.resolve("data")).exists();
        List<String> commands = commands(refusal);
        assertThat(commands).hasSize(2);
        bash(commands.get(0));

        DatabaseAddress migrated = EmbeddedServer.start(home);
        Server.on(migrated, Map.of()).close();
        String sameTerminal = commands.get(0).lines().limit(2).collect(Collectors.joining("\n", "", "\n"));
        bash(sameTerminal + commands.get(1));
        try (Server server = Server.on(migrated, Map.of())) {
            assertThat(server.api()
                            .as(order.client())
                            .get(order.path())
                            .expect(200)
                            .text("status"))
                    .isEqualTo("COMPLETED");
            server.api()
                    .as(order.client())
                    .post("/messages", Map.of("receiver_id", anna.id(), "content", "And to you"))
                    .expect(201);
            assertThat(server.api()
                            .as(anna)
                            .get("/messages/" + order.client().id())
                            .expect(200)
                            .items())
                    .hasSize(2);
        }
    }

    /** The indented blocks of a text. */
    private static List<String> commands(String text) {
        return Arrays.stream(text.split("\n\n", -1))
                .filter(block -> block.startsWith("  "))
                .map(block -> block.lines().map(String::strip).collect(Collectors.joining("\n")))
                .toList();
    }

    private void bash(String script) throws Exception {
        Path output = home.resolve("output");
        Process shell = new ProcessBuilder("bash", "-c", "set -euo pipefail\n" + script)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(shell.waitFor()).as("%s", Files.readString(output, UTF_8)).isZero();
    }
}
