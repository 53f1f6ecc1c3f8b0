package dev.guildhall.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("API-16")
class EntityTagsTest {
    @Test
    void readsTheFirstHundredOfAHeader() {
        String header =
                IntStream.rangeClosed(1, 101).mapToObj(i -> "\"" + i + "\"").collect(Collectors.joining(", "));

        assertThat(EntityTags.read(header)).hasSize(100).startsWith("1", "2").endsWith("100");
    }
}
