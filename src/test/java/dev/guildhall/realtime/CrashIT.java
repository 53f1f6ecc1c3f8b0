package dev.guildhall.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.app.Main;
import dev.guildhall.support.Jwt;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.TestSocket;
import dev.guildhall.support.TestSockets;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CrashIT {
    private static final Pattern LISTENS = Pattern.compile("listens on http://[^:]+:(\\d+)");
    private static final int KILLED_AFTER = 300;

    @RegisterExtension
    static final Market market = new Market();

    @Test
    @Tag("RT-1")
    void losesNoAcknowledgedMessageWhenTheNodeIsKilled() throws Exception {
        Person anna = market.aUser("Anna");
        Person bert = market.aUser("Bert");
        Set<String> acknowledged = new HashSet<>();
        Process node = node();
        try (TestSocket sender = sockets(node).open(anna)) {
            // Many are sent at once, so that the node is killed while it handles some.
            for (int i = 0; i < KILLED_AFTER + 200; i++) {
                sender.sendMessage(bert, "m" + i);
            }
            while (acknowledged.size() < KILLED_AFTER) {
                acknowledged.add(sender.await("message.ack").at("/message/id").asText());
            }
            node.destroyForcibly().waitFor();
            while (sender.await(
                            frame -> frame.path("type").asText().equals("message.ack")
                                    && acknowledged.add(frame.at("/message/id").asText()),
                            Duration.ofSeconds(5))
                    != null) {
                // What was received before the end was acknowledged too.
            }
        } finally {
            node.destroyForcibly().waitFor();
        }
        Process next = node();
        try (TestSocket receiver = sockets(next).open(bert)) {
            receiver.send(Map.of("type", "sync", "seen", Map.of())).await("synced");
            Set<String> found = new HashSet<>();
            long last = 0;
            for (var frame : receiver.receivedSoFar()) {
                assertThat(found.add(frame.at("/message/id").asText()))
                        .as("message %s comes once", last + 1)
                        .isTrue();
                assertThat(frame.at("/message/seq").asLong()).isEqualTo(++last);
            }
            acknowledged.removeAll(found);
            assertThat(acknowledged.size())
                    .as("acknowledged messages that are lost")
                    .isZero();
        } finally {
            next.destroyForcibly().waitFor();
        }
    }

    private static TestSockets sockets(Process node) throws IOException {
        BufferedReader log = node.inputReader();
        StringBuilder output = new StringBuilder();
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            output.append(line).append('\n');
            Matcher listens = LISTENS.matcher(line);
            if (listens.find()) {
                return TestSockets.at(Integer.parseInt(listens.group(1)));
            }
        }
        throw new AssertionError("the node did not start: " + output);
    }

    private static Process node() throws IOException {
        ProcessBuilder command = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Dlogback.configurationFile=" + Path.of("src/main/resources/logback.xml"),
                        Main.class.getName())
                .redirectErrorStream(true);
        command.environment().keySet().removeIf(name -> name.startsWith("JDK_") || name.startsWith("JAVA_TOOL"));
        command.environment().put("DATABASE_URL", market.database().url());
        command.environment().put("JWT_SECRET", Jwt.SECRET);
        command.environment().put("HOST", "127.0.0.1");
        command.environment().put("PORT", "0");
        command.environment().put("MESSAGE_RATE", "0");
        return command.start();
    }
}
