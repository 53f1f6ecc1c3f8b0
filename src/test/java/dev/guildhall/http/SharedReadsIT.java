package dev.guildhall.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Answer;
import dev.guildhall.support.ApiClient;
import dev.guildhall.support.Await;
import dev.guildhall.support.Concurrently;
import dev.guildhall.support.Market;
import dev.guildhall.support.Sql;
import dev.guildhall.support.TestGig;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("OPS-31")
class SharedReadsIT {
    /** Each event loop, of which there is one for each processor, makes two reads of its own. */
    private static final int MANY = 20 * Runtime.getRuntime().availableProcessors();

    @RegisterExtension
    static final Market market = new Market();

    private final TestGig gig = market.aGig().create();

    @Test
    void shareWhatEverybodySeesOfAGig() throws Exception {
        assertThat(readsOfManyRequests(market.api(), "/gigs/" + gig.id())).isLessThan(MANY);
    }

    @Test
    void shareNothingThatMayDependOnTheCaller() throws Exception {
        assertThat(readsOfManyRequests(market.api().as(gig.freelancer()), "/gigs/" + gig.id()))
                .isGreaterThanOrEqualTo(MANY);
    }

    @Test
    void shareAPageOfGigsWithThoseWhoAreSignedIn() throws Exception {
        assertThat(readsOfManyRequests(market.api().as(gig.freelancer()), "/gigs"))
                .isLessThan(MANY);
    }

    @Test
    void goOnFromTheSameCursorAfterTheSignIn() {
        market.aGig().create();
        String cursor = market.api().get("/gigs?limit=1").expect(200).at("next_cursor");
        market.api().as(gig.freelancer()).get("/gigs?limit=1&cursor=" + cursor).expect(200);
    }

    /** Returns how many reads the database had. */
    private static double readsOfManyRequests(ApiClient client, String path) throws Exception {
        // So that the account is known, and is not read by each request.
        client.get(path).expect(200);
        double before = reads();
        CompletableFuture<List<Answer>> answers;
        try (Sql lock = market.database().sql()) {
            lock.begin();
            lock.update("lock table gigs in access exclusive mode");
            answers = CompletableFuture.supplyAsync(() -> Concurrently.times(MANY, i -> client.get(path)));
            assertThat(Await.until(
                            Duration.ofSeconds(20),
                            () -> market.server().metric("http_server_requests_in_flight") >= MANY))
                    .isTrue();
            lock.rollback();
        }
        for (Answer answer : answers.join()) {
            answer.expect(200);
        }
        return reads() - before;
    }

    private static double reads() {
        return market.server().metric("database_seconds_count{kind=\"read\"}");
    }
}
