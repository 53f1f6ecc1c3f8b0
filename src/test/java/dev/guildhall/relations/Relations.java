package dev.guildhall.relations;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.fail;

import dev.guildhall.support.Market;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A table of the expected results of requests that name an id, by the relation of their caller to the resource of that id. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class Relations {
    @RegisterExtension
    final Market market = new Market();

    /** A cell for a relation that this caller cannot have. */
    private static final String NONE = "-";

    /** Everything that a request could change. */
    private static final String CHANGEABLE_STATE = """
            select (select coalesce(sum(version), 0) from orders) as orders,
                   (select coalesce(sum(version), 0) from gigs where deleted_at is null) as gigs,
                   (select count(*) from messages) as messages,
                   (select coalesce(sum(low_read_seq + high_read_seq), 0) from conversations) as "read marks",
                   (select count(*) from payment_proofs) as proofs,
                   (select count(*) from order_proposals where status = 'open') as proposals,
                   (select count(*) from order_statements) as statements,
                   (select count(*) from reviews) as reviews,
                   (select count(*) from users where is_active) as users,
                   (select count(*) from moderation_events) as "moderation events"
            """;

    /**
     * The first column names the id, and the caller if it ends with {@code as …}; the second the action; the others have the
     * result for each relation.
     */
    abstract String table();

    /** Caller and resource in words, by the title of the column; the caller is empty if the row names it. */
    abstract Map<String, List<String>> relations();

    abstract Outcome send(Cell cell);

    /** Sends a prepared request and checks that it has changed nothing if it was refused. */
    final Outcome sendChecked(Cell cell, Supplier<Outcome> request) {
        Map<String, Object> before = market.sql().row(CHANGEABLE_STATE);
        Outcome outcome = request.get();
        Map<String, Object> after = market.sql().row(CHANGEABLE_STATE);
        if (outcome.isRefusal()) {
            before.forEach((what, value) -> {
                if (!value.equals(after.get(what))) {
                    throw new AssertionError(cell.caller() + " may not " + cell.actionAndThing() + ", gets " + outcome
                            + ", but has changed the " + what);
                }
            });
        }
        return outcome;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cells")
    void haveTheResultOfTheTable(Cell cell) {
        String mismatch = cell.mismatch(send(cell));
        if (mismatch != null) {
            fail(mismatch);
        }
    }

    final Stream<Cell> cells() {
        List<List<String>> rows = table().lines()
                .map(Relations::columns)
                .filter(row -> row.size() > 1)
                .toList();
        List<String> titles = rows.get(0);
        List<Cell> cells = new ArrayList<>();
        for (List<String> row : rows.subList(1, rows.size())) {
            String[] id = row.get(0).split(" as ");
            for (int i = 2; i < titles.size(); i++) {
                List<String> words = requireNonNull(relations().get(titles.get(i)));
                if (!row.get(i).equals(NONE)) {
                    cells.add(new Cell(
                            id[0],
                            words.get(0).isEmpty() ? caller(id) : words.get(0),
                            row.get(1),
                            titles.get(i),
                            words.get(1),
                            row.get(i)));
                }
            }
        }
        return cells.stream();
    }

    private static String caller(String[] id) {
        return id.length == 1 ? "a user" : id[1];
    }

    private static List<String> columns(String line) {
        return Arrays.stream(line.split("\\|")).map(String::strip).toList();
    }
}
