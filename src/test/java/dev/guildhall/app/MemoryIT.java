package dev.guildhall.app;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.ApiClient;
import dev.guildhall.support.CountedMessages;
import dev.guildhall.support.LoadBalancer;
import dev.guildhall.support.Market;
import dev.guildhall.support.NodeProcess;
import dev.guildhall.support.Person;
import dev.guildhall.support.Sql;
import dev.guildhall.support.TestDatabase;
import dev.guildhall.support.TestSocket;
import dev.guildhall.support.TestSockets;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.parallel.Isolated;

/** A node, started as in the image with a memory limit of 512 MiB, gets requests for all large responses at once. */
@Isolated("the node needs its own processor")
@EnabledOnOs(OS.LINUX)
class MemoryIT {
    private static final int LIMIT_MIB = 512;
    private static final int REQUESTS_OF_EACH_KIND = 60;
    private static final int LARGE_BODIES = 200;
    private static final int READERS = 10;
    private static final int SOCKETS_OF_EACH = 15;
    private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(60);

    @AutoClose
    private final TestDatabase database = TestDatabase.fresh();

    @AutoClose
    private final Sql sql = database.sql();

    private final Market market = Market.of(sql);
    private final Person anna = market.aUser("Anna");
    private final Person bert = market.aUser("Bert");
    private final List<Person> readers = Stream.concat(
                    Stream.of(anna), IntStream.range(1, READERS).mapToObj(i -> market.aUser("Reader " + i)))
            .toList();

    @Test
    @Tag("OPS-13")
    void staysWithinItsMemoryUnderRequestsForAllLargeResponses() throws Exception {
        fill();
        int port = LoadBalancer.freePort();
        try (NodeProcess node = NodeProcess.inContainer(LIMIT_MIB, database, port)) {
            node.awaitListening();
            String order = orders(new ApiClient(port));
            List<Exchange> exchanges = new ArrayList<>();
            List<TestSocket> devices = new ArrayList<>();
            try {
                for (int i = 0; i < READERS * SOCKETS_OF_EACH; i++) {
                    devices.add(TestSockets.at(port).connectWithSmallBuffer(readers.get(i % READERS)));
                }
                devices.forEach(device -> device.send(Map.of("type", "sync", "seen", Map.of())));
                for (String path : List.of(
                        "/gigs?limit=100",
                        "/gigs?limit=100&q=logo",
                        "/users/" + anna.id() + "/gigs?limit=100",
                        "/users/" + anna.id() + "/reviews?limit=100",
                        "/orders?limit=100",
                        order + "/history?limit=100",
                        order + "/payment-proofs?limit=100",
                        order + "/messages?limit=100",
                        "/messages/" + bert.id() + "?limit=100",
                        "/conversations?limit=100")) {
                    for (int i = 0; i < REQUESTS_OF_EACH_KIND; i++) {
                        exchanges.add(new Exchange(port, "GET " + path, ""));
                    }
                }
                String longest = "x".repeat(127 * 1024);
                for (int i = 0; i < LARGE_BODIES; i++) {
                    exchanges.add(new Exchange(port, "POST /gigs", "{\"title\":\"" + longest + "\"}"));
                }
                // All requests have been sent, and no response has been read yet.
                Map<String, Integer> statuses = new TreeMap<>();
                for (Exchange exchange : exchanges) {
                    statuses.merge(exchange.status(), 1, Integer::sum);
                }
                assertThat(statuses.keySet()).as("%s", statuses).isSubsetOf(Set.of("200", "422", "503"));
                assertThat(statuses.get("200")).as("%s", statuses).isPositive();
            } finally {
                exchanges.forEach(Exchange::close);
                devices.forEach(TestSocket::reset);
            }
            new ApiClient(port).as(anna).get("/orders").expect(200);
            assertThat(node.peakMemoryMib()).isLessThanOrEqualTo(LIMIT_MIB);
        }
    }

    private void fill() {
        String emoji = "😀";
        for (int i = 0; i < 100; i++) {
            sql.update("""
                    insert into gigs (id, freelancer_id, title, description, price, currency, delivery_days)
                    values (gen_random_uuid(), ?, ?, ?, 10, 'USD', 3)
                    """, anna.id(), "logo " + emoji.repeat(100), emoji.repeat(10_000));
        }
        for (Person reader : readers) {
            CountedMessages.count(sql, bert.id(), reader.id(), 600);
            sql.update("""
                    insert into messages (id, sender_id, receiver_id, seq, content)
                    select gen_random_uuid(), ?, ?, seq, ? from generate_series(1, 600) seq
                    """, bert.id(), reader.id(), emoji.repeat(4_000));
        }
        sql.update("update users set payment_instructions = ? where id = ?", emoji.repeat(2_000), anna.id());
        sql.update("update users set avatar_url = ?", "https://a.example/" + "a".repeat(1_900));
    }

    /** Places a hundred orders for Anna's gigs, each with the longest instructions, and returns the path of the first. */
    private String orders(ApiClient api) {
        List<String> orders = new ArrayList<>();
        for (var gig : sql.rows("select id from gigs")) {
            String id = api.as(bert)
                    .post("/orders", Map.of("gig_id", String.valueOf(gig.get("id"))))
                    .expect(201)
                    .text("id");
            orders.add("/orders/" + id);
        }
        return orders.get(0);
    }

    /** A request that is sent at once and whose response is read later. */
    private final class Exchange implements AutoCloseable {
        private final Socket socket = new Socket();

        Exchange(int port, String request, String body) {
            try {
                socket.connect(new InetSocketAddress("127.0.0.1", port), 10_000);
                socket.setSoTimeout((int) RESPONSE_TIMEOUT.toMillis());
                socket.getOutputStream()
                        .write((request
                                        + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                                        + body.length() + "\r\nAuthorization: Bearer " + anna.token() + "\r\n\r\n"
                                        + body)
                                .getBytes(UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        String status() {
            try {
                InputStream in = new BufferedInputStream(socket.getInputStream());
                String line = new String(in.readNBytes("HTTP/1.1 200".length()), US_ASCII);
                return line.isEmpty() ? "none" : line.substring(line.indexOf(' ') + 1);
            } catch (IOException e) {
                return e.toString();
            }
        }

        @Override
        public void close() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
