package dev.guildhall.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.guildhall.support.Jwt;
import dev.guildhall.support.Person;
import dev.guildhall.support.Sql;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The market of {@code src/bench/load.sql}: how it is made, and who and what is in it. */
final class BenchMarket {
    private static final Path STATEMENTS = Path.of("src", "bench", "load.sql");

    private final BigDecimal scale;
    private final List<Person> clients;

    BenchMarket(BigDecimal scale) {
        this.scale = scale;
        this.clients = IntStream.rangeClosed(1, count(1_000))
                .mapToObj(n -> id("user", n))
                .map(id -> new Person(id, "", Jwt.of(id)))
                .toList();
    }

    /** Fills an empty, migrated database. */
    void fill(Sql sql, Progress progress) throws IOException {
        sql.update("set load.scale = " + scale.toPlainString());
        List<String> statements = statements();
        for (int i = 0; i < statements.size(); i++) {
            progress.begins(
                    i, statements.size(), statements.get(i).lines().findFirst().orElse(""));
            sql.update(statements.get(i));
        }
        progress.begins(statements.size(), statements.size(), "");
    }

    /** Without their comments. A semicolon ends a statement only at the end of a line. */
    private static List<String> statements() throws IOException {
        String text = Files.readString(STATEMENTS).replaceAll("(?m)^--.*\n", "");
        return Stream.of(text.split(";\n"))
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toList();
    }

    /** Everybody who has placed orders. */
    List<Person> clients() {
        return clients;
    }

    int gigs() {
        return count(100_000);
    }

    UUID gig(int n) {
        return id("gig", n);
    }

    /** Whether a gig is offered still. */
    static boolean isActive(int gig) {
        return gig % 10 != 0;
    }

    /** Orders from 1 to this number wait for their payment. */
    int unpaidOrders() {
        return count(160_000);
    }

    UUID order(int n) {
        return id("order", n);
    }

    Person clientOfOrder(int n) {
        return clients.get(n % clients.size());
    }

    /** Conversations have numbers from 0. */
    int conversations() {
        return count(10_000);
    }

    Person clientOfConversation(int n) {
        return clients.get(n % clients.size());
    }

    UUID freelancerOfConversation(int n) {
        return id("user", clients.size() + 1 + (n * 7 + n / clients.size()) % count(9_000));
    }

    private int count(int atScaleOne) {
        return scale.multiply(BigDecimal.valueOf(atScaleOne)).intValueExact();
    }

    private static UUID id(String kind, int n) {
        try {
            String hex =
                    HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest((kind + "-" + n).getBytes(UTF_8)));
            return UUID.fromString(hex.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5"));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Is told how far the filling is. */
    interface Progress {
        void begins(int statement, int statements, String firstLine);
    }
}
