package dev.guildhall.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Server;
import dev.guildhall.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the README tells strangers to paste, pasted. */
class ReadmeWalkIT {
    private static final Pattern WALK = Pattern.compile("<!-- walk:.*?-->\n```sh\n(.*?)```", Pattern.DOTALL);

    @Tag("DOC-2")
    @Tag("RUN-16")
    @Test
    void walksFromGigToReviewOnTheDemo() throws Exception {
        try (TestDatabase database = TestDatabase.fresh()) {
            Map<String, String> demo = Map.of("DEMO", "true");
            try (Server server = Server.on(database.address(), demo)) {
                String said = bash("set -euo pipefail\n" + walk());

                assertThat(server.port()).isPositive();
                assertThat(said)
                        .contains("\"status\":\"REVISION_REQUESTED\"", "\"comment\":\"Just what we wanted.\"")
                        .endsWith("\"next_cursor\":null}\n");
                assertThat(said.lines().reduce((earlier, last) -> last).orElse(""))
                        .containsSubsequence(List.of(
                                "place", "submit-payment", "confirm-payment", "start", "submit-work", "approve"));
            }
            try (Server again = Server.on(database.address(), demo)) {
                assertThat(again.port()).isPositive();
                assertThat(
                                bash(
                                        ". .guildhall/demo.env; curl -sS --fail-with-body $URL/me -H \"Authorization: Bearer $ADMIN\""))
                        .contains("\"full_name\":\"Ada Lindqvist\"", "\"is_admin\":true");
            }
        }
    }

    @Tag("RUN-16")
    @Test
    void leavesADatabaseAloneThatRealPeopleAreIn() {
        try (TestDatabase database = TestDatabase.fresh();
                var sql = database.sql()) {
            sql.update(
                    "insert into users (id, email, full_name) values (gen_random_uuid(), 'real@example.org', 'Real')");
            try (Server server = Server.on(database.address(), Map.of("DEMO", "true"))) {
                assertThat(server.api().get("/gigs").expect(200).items()).isEmpty();
                assertThat(sql.rows("select email from users")).hasSize(1);
            }
        }
    }

    private static String walk() throws IOException {
        Matcher walk = WALK.matcher(Files.readString(Path.of("README.md")));
        assertThat(walk.find()).as("the README has its walk").isTrue();
        return walk.group(1);
    }

    private static String bash(String script) throws IOException, InterruptedException {
        Process shell = new ProcessBuilder("bash", "-c", script)
                .directory(Path.of("target").toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(shell.getInputStream().readAllBytes(), UTF_8);
        assertThat(shell.waitFor()).as(said).isZero();
        return said;
    }
}
