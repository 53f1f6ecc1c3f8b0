package dev.guildhall.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.SqlRules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks the SQL in the source files. AddedColumnsIT checks the statements that are built at run time. */
@Tag("DATA-12")
class NamedColumnsTest {
    /** Comments and character literals are matched too, since a quotation mark in them begins no string. */
    private static final Pattern JAVA_STRING = Pattern.compile(
            "//[^\\n]*+|/\\*(?s:.*?)\\*/|'(?:\\\\.|[^'\\\\])++'|\"\"\"((?s:.*?))\"\"\"|\"((?:\\\\.|[^\"\\\\\\n])*+)\"");

    private static final Pattern SQL_COMMENT = Pattern.compile("--[^\\n]*+");

    /** This statement of a migration may stay: it runs only once, directly after its table is created. */
    private static final String ALLOWED_IN_MIGRATION = "insert into order_transitions values";

    @Test
    void javaNamesTheColumnsOfItsStatements() {
        List<String> strings = files(Path.of("src", "main", "java"), ".java")
                .flatMap(file -> JAVA_STRING.matcher(file).results())
                .map(string -> string.group(1) == null ? string.group(2) : string.group(1))
                .filter(Objects::nonNull)
                .toList();
        assertThat(strings).anyMatch(string -> string.contains("insert into messages"));
        assertThat(strings).flatMap(SqlRules::violations).isEmpty();
    }

    @Test
    void migrationsNameTheColumnsOfTheirStatements() {
        assertThat(files(Path.of("sql"), ".sql"))
                .hasSizeGreaterThan(7)
                .flatMap(file -> SqlRules.violations(SQL_COMMENT
                        .matcher(file.replace(ALLOWED_IN_MIGRATION, ""))
                        .replaceAll("")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select m.* from messages m",
                "select u.id, m.* from users u",
                "select * from gigs",
                "select id, * from gigs",
                "left join lateral (select\n * from reviews r) r on true",
                "update gigs g set title = 'x' returning g.*",
                "insert into gigs (id) values (1) returning *",
                "o.*, ",
                "insert into gigs values (1)",
                "insert into gigs as g select 1",
                "select 1 from orders natural join gigs",
                "select 1 from orders o join gigs g using (id)",
                "declare found orders%rowtype;",
                "if new is distinct from old then",
                "select row_to_json(o) from orders o",
                "(table gigs)"
            })
    void refusesStatementsThatDependOnTheColumnsOfATable(String sql) {
        assertThat(SqlRules.violations(sql)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select count(*) from near",
                "select count(*) over () from near",
                "select 2 * price, price * 2 from gigs",
                "delete from payment_proofs p using moved where p.order_id = moved.id",
                "if new.status <> old.status then",
                "create table gigs (id uuid)"
            })
    void allowsStatementsThatDoNot(String sql) {
        assertThat(SqlRules.violations(sql)).isEmpty();
    }

    private static Stream<String> files(Path under, String type) {
        try (Stream<Path> files = Files.walk(under)) {
            return files.filter(file -> file.toString().endsWith(type)).map(NamedColumnsTest::read).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
