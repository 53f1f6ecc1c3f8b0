package dev.guildhall.gig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Answer;
import dev.guildhall.support.Market;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How often a search asks PostgreSQL how many gigs will match, which takes as long as to look at fifty of them. */
@Tag("GIG-5")
class SearchEstimateIT {
    private static final int GIGS = 300;
    /** Behind those that the first step of a search looks at. */
    private static final int OLD_ONES = 50;

    @RegisterExtension
    static final Market market = new Market();

    @BeforeAll
    static void fillTheMarketAndCountTheEstimates() {
        market.sql().update("""
                insert into gigs (id, freelancer_id, title, description, price, currency, delivery_days, created_at)
                select gen_random_uuid(), ?, 'Common' || case when n > ? then ' rarely' else '' end, 'Text', 10, 'USD', 1,
                       now() - n * interval '1 second'
                from generate_series(1, ?) n
                """, market.aUser("Frida Freelancer").id(), GIGS - OLD_ONES, GIGS);
        market.sql().update("analyze");
        market.sql().update("create sequence estimates");
        List<Map<String, Object>> function = market.sql()
                .rows(
                        "select prosrc, pg_get_function_arguments(oid) as arguments from pg_proc where proname = 'search_estimate'");
        assertThat(function).hasSize(1);
        market.sql()
                .update("create or replace function search_estimate("
                        + function.get(0).get("arguments")
                        + ") returns bigint language plpgsql volatile as $count$"
                        + String.valueOf(function.get(0).get("prosrc"))
                                .replaceFirst("\nbegin\n", "\nbegin\n  perform nextval('estimates');\n")
                        + "$count$");
    }

    @BeforeEach
    void countFromZero() {
        market.sql().rows("select setval('estimates', 1, false)");
    }

    @Test
    void isOnceIfNoneOfTheNewestMatches() {
        assertThat(search("rarely")).isPositive();
        assertThat(estimates()).as("estimates").isEqualTo(1);
    }

    @Test
    void isNeverIfTheNewestFillThePage() {
        assertThat(search("common")).isPositive();
        assertThat(estimates()).as("estimates").isZero();
    }

    @Test
    void isNotAgainForCorrectedWords() {
        assertThat(search("rarley")).as("found by a corrected word").isPositive();
        assertThat(estimates()).as("estimates").isEqualTo(1);
    }

    private static int search(String word) {
        Answer page = market.api().get("/gigs?q=" + word).expect(200);
        return page.items().size();
    }

    private static int estimates() {
        return market.sql().count("select from estimates, generate_series(1, last_value) where is_called");
    }
}
