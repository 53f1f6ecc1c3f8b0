package dev.guildhall.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Server;
import dev.guildhall.support.TestSocket;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the commands that the README tells newcomers to paste. */
class ReadmeWalkIT {
    private static final Map<String, String> DEMO = Map.of("DEMO", "true");

    /** What is an amount here is one in every currency. */
    private static final Map<String, String> DEMO_WITHOUT_DECIMALS = Map.of("DEMO", "true", "CURRENCY", "JPY");

    private static final Pattern WALK = Pattern.compile("<!-- walk:.*?-->\n```sh\n(.*?)```", Pattern.DOTALL);

    private static final Pattern TERMINAL =
            Pattern.compile("```sh\n(\\. \\.guildhall/demo\\.env\nnpx .*?)```", Pattern.DOTALL);
    private static final Pattern BY_REST = Pattern.compile("`(as \\$(?:CLIENT|FREELANCER) \\$URL/messages[^`]*)`");

    @TempDir
    Path home;

    @Tag("DOC-2")
    @Tag("RUN-16")
    @Test
    void runsTheDemoFromGigToReview() throws Exception {
        try (Server server = Server.in(home, DEMO_WITHOUT_DECIMALS)) {
            String output = bash("set -euo pipefail\n" + walk());

            assertThat(server.port()).isPositive();
            assertThat(output)
                    .contains("\"status\":\"REVISION_REQUESTED\"", "\"comment\":\"Just what we wanted.\"")
                    .endsWith("\"next_cursor\":null}\n");
            assertThat(output.lines().reduce((earlier, last) -> last).orElse(""))
                    .containsSubsequence(
                            List.of("place", "submit-payment", "confirm-payment", "start", "submit-work", "approve"));
        }
        try (Server again = Server.in(home, DEMO_WITHOUT_DECIMALS)) {
            assertThat(again.port()).isPositive();
            assertThat(
                            bash(
                                    ". .guildhall/demo.env; curl -sS --fail-with-body $URL/me -H \"Authorization: Bearer $ADMIN\""))
                    .contains("\"full_name\":\"Ada Lindqvist\"", "\"is_admin\":true");
        }
    }

    /** Runs the lines of the terminals unchanged, except that a test socket replaces the WebSocket client, which needs Node.js. */
    @Tag("DOC-2")
    @Test
    void letsTwoPeopleChatInTwoTerminals() throws Exception {
        try (Server server = Server.in(home, DEMO)) {
            List<String> terminals = TERMINAL.matcher(readme())
                    .results()
                    .map(terminal -> terminal.group(1))
                    .toList();
            assertThat(terminals).hasSize(2);
            try (TestSocket freelancer = connect(server, terminals.get(0));
                    TestSocket client = connect(server, terminals.get(1))) {
                String id = freelancer.await("hello").path("user_id").asText();
                assertThat(bash(". .guildhall/demo.env; echo $FREELANCER_ID").strip())
                        .isEqualTo(id);
                client.await("hello");

                client.sendFrame(
                        TestSocket.TEXT,
                        typed().replace("<the freelancer's id>", id).getBytes(UTF_8));
                client.await("message.ack");

                assertThat(freelancer
                                .await("message.new")
                                .at("/message/content")
                                .asText())
                        .isEqualTo("Is blue possible?");
            }
            List<String> byRest = BY_REST.matcher(readme())
                    .results()
                    .map(line -> line.group(1))
                    .toList();
            assertThat(byRest).hasSize(2);
            String as = walk().lines()
                    .filter(line -> line.startsWith("as() "))
                    .findFirst()
                    .orElseThrow();
            assertThat(bash(". .guildhall/demo.env; " + as + "\n" + String.join("\n", byRest)))
                    .contains("\"seq\":2", "\"seq\":1");
        }
    }

    @Tag("RUN-16")
    @Test
    void addsNoDemoDataToADatabaseWithUsers() {
        try (Server server = Server.in(home, Map.of())) {
            server.api()
                    .with("Authorization", "Bearer " + Server.SERVICE_TOKEN)
                    .post("/internal/users", Map.of("email", "real@example.org", "full_name", "Real"))
                    .expect(201);
        }
        try (Server server = Server.in(home, DEMO)) {
            assertThat(server.api().get("/gigs").expect(200).items()).isEmpty();
            assertThat(home.resolve(".guildhall/demo.env")).doesNotExist();
        }
    }

    private TestSocket connect(Server server, String terminal) throws Exception {
        String output = bash("npx() { for word; do echo \"$word\"; done; }\n" + terminal);
        List<String> words = output.lines().toList();
        assertThat(words).startsWith("-y", "wscat", "-c").hasSize(6);
        URI url = URI.create(words.get(3));
        assertThat(url.getScheme() + " " + url.getAuthority()).isEqualTo("ws 127.0.0.1:" + server.port());
        String[] header = words.get(5).split(": ", 2);
        return server.sockets().handshake(url.getPath(), Map.of(header[0], header[1]));
    }

    private static String typed() throws IOException {
        Matcher typed = Pattern.compile("```json\n(\\{\"type\":\"message.send\".*)\n```")
                .matcher(readme());
        assertThat(typed.find()).isTrue();
        return typed.group(1);
    }

    private static String readme() throws IOException {
        return Files.readString(Path.of("README.md"));
    }

    private static String walk() throws IOException {
        Matcher walk = WALK.matcher(readme());
        assertThat(walk.find()).as("the README has its walk").isTrue();
        return walk.group(1);
    }

    private String bash(String script) throws IOException, InterruptedException {
        Process shell = new ProcessBuilder("bash", "-c", script)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(shell.getInputStream().readAllBytes(), UTF_8);
        assertThat(shell.waitFor()).as(output).isZero();
        return output;
    }
}
