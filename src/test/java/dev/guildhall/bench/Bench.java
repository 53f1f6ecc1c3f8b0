package dev.guildhall.bench;

import dev.guildhall.db.DatabaseAddress;
import dev.guildhall.db.Migrations;
import dev.guildhall.limit.Limits;
import dev.guildhall.postgres.EmbeddedPostgres;
import dev.guildhall.support.Sql;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * Measures one node and its PostgreSQL, on this machine, and writes a table to {@code target/bench.md}. Fails if a
 * response is not the expected one.
 */
public final class Bench {
    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final BigDecimal MIN_SCALE = new BigDecimal("0.1");
    private static final int WARM_UP_S = 4;
    private static final int MEASURED_S = 6;
    private static final int REQUESTS_PER_SECOND = 200;
    private static final List<Integer> MESSAGES_PER_SECOND = List.of(1_000, 2_000, 3_000, 5_000);
    private static final int CHAT_WARM_UP_S = 3;
    private static final int CHAT_S = 8;
    private static final int CONNECTIONS = 32;
    private static final List<Integer> CONNECTIONS_UNDER_OVERLOAD =
            List.of(CONNECTIONS, 5 * CONNECTIONS, Limits.MAX_REQUESTS_AT_ONCE, 2 * Limits.MAX_REQUESTS_AT_ONCE);
    private static final int SOCKETS_OF_EACH_CLIENT = 5;

    private final BenchMarket market;
    private final Vertx vertx;
    private final int port;
    private final ProcessUsage node;
    private final ProcessUsage postgres;

    private Bench(BenchMarket market, Vertx vertx, BenchNode node, ProcessUsage postgres) {
        this.market = market;
        this.vertx = vertx;
        this.port = node.port();
        this.node = new ProcessUsage(node.process());
        this.postgres = postgres;
    }

    /** Argument: the size of the market, as {@code load.scale} in {@code src/bench/load.sql}. */
    public static void main(String[] arguments) throws Exception {
        BigDecimal scale = new BigDecimal(arguments[0]);
        if (scale.compareTo(MIN_SCALE) < 0) {
            throw new IllegalArgumentException("the scale has to be at least " + MIN_SCALE);
        }
        BenchMarket market = new BenchMarket(scale);
        Path home = Files.createTempDirectory(TARGET, "bench-");
        // One event loop leaves the other processors to the node.
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
        try {
            fill(home, market);
            // It has written its checkpoint when it stopped, so that none of the filling is measured.
            try (EmbeddedPostgres postgres = EmbeddedPostgres.start(home);
                    BenchNode node = new BenchNode(DatabaseAddress.of(postgres))) {
                String table = new Bench(market, vertx, node, new ProcessUsage(postmaster(home))).table(scale);
                Files.writeString(TARGET.resolve("bench.md"), table);
                System.out.println("\n" + table);
            }
        } finally {
            vertx.close().await();
            delete(home);
        }
    }

    private static void fill(Path home, BenchMarket market) throws IOException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(home)) {
            DatabaseAddress address = DatabaseAddress.of(postgres);
            Migrations.run(address);
            long start = System.nanoTime();
            try (Sql sql = new Sql(address)) {
                market.fill(
                        sql,
                        (statement, statements, firstLine) -> System.out.printf(
                                Locale.ROOT,
                                "[%s%s] %3.0f s %.80s%n",
                                "#".repeat(statement),
                                " ".repeat(statements - statement),
                                (System.nanoTime() - start) / 1e9,
                                firstLine));
            }
        }
    }

    private static ProcessHandle postmaster(Path home) throws IOException {
        Path file = home.resolve("data").resolve("postmaster.pid");
        return ProcessHandle.of(Long.parseLong(Files.readAllLines(file).get(0)))
                .orElseThrow(() -> new IllegalStateException("there is no process as " + file + " says"));
    }

    private String table(BigDecimal scale) throws Exception {
        List<String> lines = new ArrayList<>(List.of(
                "%d processors, %s %s, Java %s, scale %s, PostgreSQL and this client on the same machine"
                        .formatted(
                                Runtime.getRuntime().availableProcessors(),
                                System.getProperty("os.name"),
                                System.getProperty("os.arch"),
                                Runtime.version(),
                                scale.toPlainString()),
                ""));
        List<Operation> operations = Operation.of(market);
        lines.addAll(rest(operations));
        lines.add("");
        lines.addAll(chat());
        lines.add("");
        // Before the overload, after which the sockets would use memory that the node has already taken.
        lines.addAll(sockets());
        lines.add("");
        lines.addAll(overload(operations.stream()
                .filter(operation -> operation.name().equals(Operation.POST_MESSAGES))
                .findFirst()
                .orElseThrow()));
        return String.join("\n", lines) + "\n";
    }

    private List<String> rest(List<Operation> operations) throws Exception {
        List<String> lines = new ArrayList<>(List.of(
                "| request | a second | CPU of the node | of PostgreSQL | p50 at %d a second | p99 | max |"
                        .formatted(REQUESTS_PER_SECOND),
                "| --- | --: | --: | --: | --: | --: | --: |"));
        try (RestLoad load = new RestLoad(vertx, port, CONNECTIONS)) {
            for (Operation operation : operations) {
                System.out.println("warming up " + operation.name());
                load.closed(operation, WARM_UP_S);
            }
            for (Operation operation : operations) {
                System.out.println("measuring " + operation.name());
                Measured most = measured(() -> load.closed(operation, MEASURED_S));
                Load steady = load.open(operation, REQUESTS_PER_SECOND, MEASURED_S);
                lines.add(row(
                        "`" + operation.name() + "`",
                        number("%,.0f", most.load.perSecond()),
                        number("%,.0f µs", most.nodeUs),
                        number("%,.0f µs", most.postgresUs),
                        ms(steady.served(), 50),
                        ms(steady.served(), 99),
                        ms(steady.served(), 100)));
            }
        }
        return lines;
    }

    private List<String> chat() throws Exception {
        List<String> lines = new ArrayList<>(List.of(
                "| messages a second | delivered | CPU of the node | of PostgreSQL | p50 | p99 | max |",
                "| --: | --: | --: | --: | --: | --: | --: |"));
        try (ChatLoad load = new ChatLoad(vertx, port, market)) {
            for (int rate : MESSAGES_PER_SECOND) {
                System.out.println("measuring " + rate + " messages a second");
                load.open(rate, CHAT_WARM_UP_S);
                Measured measured = measured(() -> load.open(rate, CHAT_S));
                lines.add(row(
                        number("%,.0f", rate),
                        number("%.1f %%", 100.0 * measured.load.done() / measured.load.asked()),
                        number("%,.0f µs", measured.nodeUs),
                        number("%,.0f µs", measured.postgresUs),
                        ms(measured.load.served(), 50),
                        ms(measured.load.served(), 99),
                        ms(measured.load.served(), 100)));
            }
        }
        return lines;
    }

    /** Five times as many connections, as many as the node serves at a time, and more: who is refused sends the next request at once. */
    private List<String> overload(Operation operation) throws Exception {
        List<String> lines = new ArrayList<>(List.of(
                "| `%s` | served a second | p50 | p99 | refused a second | p50 | p99 | memory of the node grows by |"
                        .formatted(operation.name()),
                "| --- | --: | --: | --: | --: | --: | --: | --: |"));
        for (int connections : CONNECTIONS_UNDER_OVERLOAD) {
            try (RestLoad load = new RestLoad(vertx, port, connections)) {
                overloadRow(lines, "%,d connections".formatted(connections), () -> load.closed(operation, MEASURED_S));
            }
        }
        try (RestLoad load = new RestLoad(vertx, port, CONNECTIONS)) {
            overloadRow(
                    lines,
                    "right after that, %d a second".formatted(REQUESTS_PER_SECOND),
                    () -> load.open(operation, REQUESTS_PER_SECOND, 1));
        }
        return lines;
    }

    private void overloadRow(List<String> lines, String name, Callable<Load> action) throws Exception {
        System.out.println("measuring " + name);
        double before = node.residentKib();
        Load load = action.call();
        lines.add(row(
                name,
                number("%,.0f", load.perSecond()),
                ms(load.served(), 50),
                ms(load.served(), 99),
                number("%,.0f", load.refused().getTotalCount() / load.seconds()),
                ms(load.refused(), 50),
                ms(load.refused(), 99),
                number("%,.0f MiB", (node.residentKib() - before) / 1024)));
    }

    private List<String> sockets() throws Exception {
        int number = SOCKETS_OF_EACH_CLIENT * market.clients().size();
        List<String> lines = new ArrayList<>(List.of(
                "| sockets that connect at the same moment | in sync after, p50 | all | CPU of the node for each | of PostgreSQL |"
                        + " memory of the node for each |",
                "| --- | --: | --: | --: | --: | --: |"));
        try (ManySockets sockets = new ManySockets(vertx, port, market.clients(), number)) {
            for (String name : List.of("%,d".formatted(number), "the same again")) {
                System.out.println("measuring sockets that connect: " + name);
                double before = node.residentKib();
                Measured connected = measured(sockets::connect);
                lines.add(row(
                        name,
                        ms(connected.load.served(), 50),
                        ms(connected.load.served(), 100),
                        number("%,.0f µs", connected.nodeUs),
                        number("%,.0f µs", connected.postgresUs),
                        number("%,.0f KiB", (node.residentKib() - before) / number)));
                sockets.disconnect();
            }
        }
        return lines;
    }

    /** With the CPU time of each request or message that was done. */
    private record Measured(Load load, double nodeUs, double postgresUs) {}

    private Measured measured(Callable<Load> action) throws Exception {
        double nodeBefore = node.cpuUs();
        double postgresBefore = postgres.cpuUs();
        Load load = action.call();
        return new Measured(
                load, (node.cpuUs() - nodeBefore) / load.done(), (postgres.cpuUs() - postgresBefore) / load.done());
    }

    private static String ms(Histogram latencies, double percentile) {
        return number("%.2f ms", Load.percentileMs(latencies, percentile));
    }

    private static String row(String... cells) {
        return "| " + String.join(" | ", cells) + " |";
    }

    private static String number(String format, double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, format, value) : "-";
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
