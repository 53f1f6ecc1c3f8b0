package dev.guildhall.relations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.guildhall.support.Market;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whose thing is it? Each id that a request may name, by the relation between its caller and what the id stands for. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RelationsIT {
    @RegisterExtension
    static final Market market = new Market();

    private @Nullable List<Relations> tables;

    private List<Relations> tables() {
        if (tables == null) {
            tables = List.of(
                    new OrderRelations(market),
                    new GigRelations(market),
                    new UserRelations(market),
                    new MessageRelations(market),
                    new RetryRelations(market));
        }
        return tables;
    }

    Stream<Cell> cells() {
        return tables().stream().flatMap(Relations::cells);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cells")
    void areAsInTheTable(Cell cell) {
        String fault = cell.fault(cell.table().ask(cell));
        if (fault != null) {
            fail(fault);
        }
    }

    @Test
    void areKnownForEveryIdThatARequestMayName() {
        Set<String> inTables = cells().map(Cell::id).collect(Collectors.toCollection(TreeSet::new));
        Set<String> inContracts = NamedIds.read();
        assertThat(inContracts)
                .allSatisfy(id -> assertThat(inTables)
                        .as(
                                "A request may name an id as %s: say in a table of this test what comes of it for whom.",
                                id)
                        .contains(id));
        assertThat(inTables)
                .allSatisfy(id -> assertThat(inContracts)
                        .as("There is a row for %s, which is in neither contract.", id)
                        .contains(id));
    }
}
