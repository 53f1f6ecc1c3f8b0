package dev.guildhall.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guildhall.db.DatabaseAddress;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.Server;
import dev.guildhall.support.Sql;
import dev.guildhall.support.TestSocket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Runs the commands for backup and restore in docs/operations.md. */
@Tag("OPS-11")
@ResourceLock("clusters of Debian's PostgreSQL")
class BackupIT {
    private static final Pattern BLOCK = Pattern.compile("<!-- backup: (.*?) -->\n```sh\n(.*?)```", Pattern.DOTALL);
    private static final String PASSWORD = "correct horse";

    private final Set<String> run = new TreeSet<>();

    @Test
    void restoresADumpIntoAnotherCluster() throws Exception {
        try (DebianPostgres postgres = DebianPostgres.start()) {
            Story story;
            try (Server node = Server.on(postgres.main(), Map.of());
                    Sql sql = new Sql(postgres.main())) {
                story = Story.begin(Market.of(node, sql));
                runBlock(postgres, "dump");
                story.sendMessageAfterTheBackup();
            }
            runBlock(postgres, "restore the dump");
            assertThat(runBlock(postgres, "check")).contains("broken_orders");
            story.expectRestored(postgres.restored());
            assertThat(run).containsExactlyInAnyOrder("dump", "restore the dump", "check");
        }
    }

    @Test
    void restoresAMoment() throws Exception {
        try (DebianPostgres postgres = DebianPostgres.start()) {
            runBlock(postgres, "archive");
            Story story;
            String target;
            try (Server node = Server.on(postgres.main(), Map.of());
                    Sql sql = new Sql(postgres.main())) {
                runBlock(postgres, "base backup");
                story = Story.begin(Market.of(node, sql));
                target = String.valueOf(sql.row(
                                "select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US\"+00\"') as now")
                        .get("now"));
                story.sendMessageAfterTheBackup();
            }
            runBlock(postgres, "last WAL");
            runBlock(postgres, "restore to a moment", Map.of("TARGET", target));
            assertThat(runBlock(postgres, "check")).contains("broken_orders");
            story.expectRestored(postgres.restored());
            assertThat(run).hasSize(5);
        }
    }

    @Test
    void runsEveryCommandOfThePage() throws IOException {
        assertThat(blocks().keySet())
                .containsExactlyInAnyOrder(
                        "variables",
                        "dump",
                        "restore the dump",
                        "archive",
                        "base backup",
                        "last WAL",
                        "restore to a moment",
                        "check");
        String page = page();
        int begin = page.indexOf("\n## Backup and restore");
        String section = page.substring(begin, page.indexOf("\n## ", begin + 1));
        assertThat(Pattern.compile("^```sh", Pattern.MULTILINE).matcher(section).results())
                .hasSize(blocks().size());
    }

    /** What is done before the backup, and so must be there after the restore. */
    private record Story(PlacedOrder order, Person anna, Person bert, Market market, String email) {
        static Story begin(Market market) {
            Person anna = market.aUser("Anna");
            Person bert = market.aUser("Bert");
            Story story = new Story(market.anOrder().completed(), anna, bert, market, "mira@example.org");
            market.api()
                    .with("Authorization", "Bearer " + Server.SERVICE_TOKEN)
                    .post("/internal/users", Map.of("email", story.email(), "full_name", "Mira", "password", PASSWORD))
                    .expect(201);
            story.sendMessage("kept");
            return story;
        }

        void sendMessageAfterTheBackup() {
            sendMessage("lost");
        }

        private void sendMessage(String content) {
            market.api()
                    .as(anna)
                    .post("/messages", Map.of("receiver_id", bert.id(), "content", content))
                    .expect(201);
        }

        void expectRestored(DatabaseAddress database) {
            try (Server node = Server.on(database, Map.of())) {
                node.api().get("/health/ready").expect(200);
                assertThat(node.api()
                                .as(order.client())
                                .get(order.path())
                                .expect(200)
                                .text("status"))
                        .isEqualTo("COMPLETED");
                assertThat(node.api()
                                .as(order.client())
                                .get(order.path("history"))
                                .expect(200)
                                .items())
                        .hasSize(6);
                node.api()
                        .with("Authorization", "Bearer " + Server.SERVICE_TOKEN)
                        .post("/internal/credentials/verify", Map.of("email", email, "password", PASSWORD))
                        .expect(200);
                List<JsonNode> messages = node.api()
                        .as(bert)
                        .get("/messages/" + anna.id())
                        .expect(200)
                        .items();
                assertThat(messages)
                        .extracting(message -> message.path("content").asText())
                        .containsExactly("kept");
                try (TestSocket annas = node.sockets().open(anna);
                        TestSocket berts = node.sockets().open(bert)) {
                    berts.sendMessage(anna, "after the restore");
                    berts.await("message.ack");
                    assertThat(annas.await("message.new").at("/message/seq").asLong())
                            .isEqualTo(2);
                }
            }
        }
    }

    private String runBlock(DebianPostgres postgres, String block) throws IOException, InterruptedException {
        return runBlock(postgres, block, Map.of());
    }

    private String runBlock(DebianPostgres postgres, String block, Map<String, String> variables)
            throws IOException, InterruptedException {
        run.add(block);
        for (String name : postgres.variables().keySet()) {
            assertThat(blocks().get("variables")).containsPattern("\\b" + name + "=");
        }
        return postgres.bash(Objects.requireNonNull(blocks().get(block), block), variables);
    }

    private static Map<String, String> blocks() throws IOException {
        Map<String, String> blocks = new LinkedHashMap<>();
        BLOCK.matcher(page()).results().forEach(block -> blocks.put(block.group(1), block.group(2)));
        return blocks;
    }

    private static String page() throws IOException {
        return Files.readString(Path.of("docs", "operations.md"));
    }
}
