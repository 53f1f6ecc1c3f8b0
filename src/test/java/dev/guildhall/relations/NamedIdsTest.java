package dev.guildhall.relations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NamedIdsTest {
    @Test
    void haveARowInATable() {
        Set<String> rows = Stream.of(
                        new OrderRelationsIT(),
                        new GigRelationsIT(),
                        new UserRelationsIT(),
                        new MessageRelationsIT(),
                        new RetryRelationsIT())
                .flatMap(Relations::cells)
                .map(Cell::id)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> ids = NamedIds.read();
        assertThat(without(ids, rows))
                .as("ids that a request can contain, but that are in no table")
                .isEmpty();
        assertThat(without(rows, ids))
                .as("rows for ids that are in neither contract")
                .isEmpty();
    }

    private static Set<String> without(Set<String> some, Set<String> others) {
        Set<String> rest = new TreeSet<>(some);
        rest.removeAll(others);
        return rest;
    }
}
