package dev.guildhall.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.auth.Refusals;
import dev.guildhall.failure.Failure;
import dev.guildhall.failure.FieldError;
import io.vertx.core.buffer.Buffer;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("API-2")
class BodyTest {

    @Test
    void reportsTwentyInvalidFieldsAndThatThereAreMore() {
        assertThat(invalid(fields(20)).errors()).hasSize(20);
        assertThat(invalid(fields(20)).errorsTruncated()).isFalse();
        assertThat(invalid(fields(21)).errors()).hasSize(20);
        assertThat(invalid(fields(21)).errorsTruncated()).isTrue();
        assertThat(invalid(fields(21)).detail()).contains("More than 20");
    }

    @Test
    void reportsKnownFieldsBeforeUnknownOnes() {
        Body body = body(fields(30));
        body.id("gig_id");
        assertThat(refused(body).errors().get(0).pointer()).isEqualTo("#/gig_id");
    }

    @Test
    void reportsTwentyInvalidEntriesOfAnObject() {
        Body body = body("{\"seen\":" + fields(5_000) + "}");
        assertThat(body.numbersById("seen")).isEmpty();
        assertThat(refused(body).errors()).hasSize(20);
        assertThat(refused(body).errorsTruncated()).isTrue();
    }

    /** CPU time, on which a busy machine has little influence: a tenth of a second, where dividing for each zero takes ten times as long. */
    @Test
    @Tag("API-16")
    void readsWholeNumbersWithManyZerosAfterThePointInLittleTime() {
        String seen = IntStream.range(0, 1_000)
                .mapToObj(i -> "\"" + new UUID(0, i) + "\":1." + "0".repeat(990))
                .collect(Collectors.joining(",", "{", "}"));
        Body body = body("{\"seen\":" + seen + "}");
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime();
        Map<UUID, Long> numbers = body.numbersById("seen");
        assertThat(threads.getCurrentThreadCpuTime() - before)
                .as("ns of CPU time for 1,000 numbers")
                .isLessThan(100_000_000);
        assertThat(numbers).hasSize(1_000).containsValue(1L);
    }

    @ParameterizedTest
    @ValueSource(ints = {19, 41, 1_000})
    void namesTheFieldsWithLongNumbers(int digits) {
        String number = "9".repeat(digits);
        Body body = body("{\"days\":" + number + ",\"seq\":-" + number + ",\"price\":" + number + "}");
        body.integer("days", 1, 365);
        body.number("seq");
        body.money("price");
        assertThat(refused(body).errors())
                .extracting(error -> error.pointer() + " " + error.code().text())
                .containsExactly("#/days too_large", "#/seq too_small", "#/price too_large");
    }

    @ParameterizedTest
    @CsvSource({
        "price, #/price",
        "a/b~c, #/a~1b~0c",
        "a b, #/a%20b",
        "50%, #/50%25",
        "#, #/%23",
        "é, #/%C3%A9",
        "\\ud83d\\ude00, #/%F0%9F%98%80",
        "a?b=c&d;e:@!$'()*+_-., '#/a?b=c&d;e:@!$''()*+_-.'"
    })
    void writesPointersAsUriFragments(String name, String pointer) {
        assertThat(pointers("{\"" + name + "\":1}")).containsExactly(pointer);
    }

    @ParameterizedTest
    @CsvSource({"x, 100", "~, 50", "\\ud83d\\ude00, 9"})
    void cutsLongNamesBetweenTwoCharacters(String character, int kept) {
        String pointer = pointers("{\"" + character.repeat(1_000) + "\":1}").get(0);
        String one = pointers("{\"" + character + "\":1}").get(0).substring(2);
        assertThat(pointer).isEqualTo("#/" + one.repeat(kept) + "...");
    }

    private static String fields(int count) {
        return IntStream.range(0, count).mapToObj(i -> "\"f" + i + "\":0").collect(Collectors.joining(",", "{", "}"));
    }

    private static List<String> pointers(String json) {
        return invalid(json).errors().stream()
                .map(FieldError::pointer)
                .map(String::valueOf)
                .toList();
    }

    private static Failure.Invalid invalid(String json) {
        return refused(body(json));
    }

    private static Failure.Invalid refused(Body body) {
        return (Failure.Invalid) Refusals.of(body::check);
    }

    private static Body body(String json) {
        return Body.parse(Buffer.buffer(json));
    }
}
