package dev.guildhall.gig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.db.KeysetPosition;
import dev.guildhall.db.Page;
import dev.guildhall.db.PageRequest;
import dev.guildhall.support.LargeMarket;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Searches for words that all gigs have, in an order that few or none have. All 100,000 gigs are "Gig", "Kind" and a number below 1,000. */
@Isolated("Filling the tables uses all processors")
@Tag("GIG-13")
class LongSearchesIT {
    private static final int LIMIT = 50;

    @ParameterizedTest(name = "{0} by {1}: at most {2} rows")
    @CsvSource(textBlock = """
            "kind gig", NEWEST,    70000
            "kind gig", CHEAPEST,  70000
            "kind gig", RELEVANCE, 120000
            """)
    void readNoMoreThanWhatOnePageMayTake(String words, GigSort sort, long max) {
        GigFilter filter = filter(words, sort);
        assertThat(LargeMarket.rowsReadBySearch(
                        "gigs",
                        GigSearchSql.of(filter, 21),
                        GigRepository.parameters(filter, new PageRequest(20, null), 20)))
                .as("rows of gigs and of its indexes")
                .isLessThanOrEqualTo(max);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kind & gig", "kind <-> gig", "kind & !gig", "!kind"})
    void expectToLookAtWhatTheIndexFinds(String query) {
        long expected = LargeMarket.search(client -> client.preparedQuery(
                                "select search_estimate($1::text::tsquery, null, null, null, null)")
                        .execute(Tuple.of(query)))
                .iterator()
                .next()
                .getLong(0);

        assertThat(expected).isGreaterThan(90_000);
    }

    /** Every page of the search stops at a gig that matches, too. */
    @ParameterizedTest
    @EnumSource(value = GigSort.class, names = "RELEVANCE", mode = EnumSource.Mode.EXCLUDE)
    void findAllGigsOnPagesThatAreNotFull(GigSort sort) {
        List<Page<GigSummary>> pages = pages(filter("\"kind gig\" or 0", sort));

        List<UUID> found = pages.stream()
                .flatMap(page -> page.items().stream().map(GigSummary::id))
                .toList();
        assertThat(found).hasSize(100).doesNotHaveDuplicates();
        assertThat(pages).hasSizeGreaterThanOrEqualTo(5);
    }

    private static List<Page<GigSummary>> pages(GigFilter filter) {
        GigRepository gigs = new GigRepository();
        List<Page<GigSummary>> pages = new ArrayList<>();
        KeysetPosition after = null;
        do {
            PageRequest next = new PageRequest(LIMIT, after);
            Page<GigSummary> page = LargeMarket.search(client -> gigs.list(client, filter, next));
            pages.add(page);
            after = page.last();
        } while (after != null);
        return pages;
    }

    private static GigFilter filter(String words, GigSort sort) {
        return new GigFilter(words, null, null, null, null, null, sort, 0);
    }
}
