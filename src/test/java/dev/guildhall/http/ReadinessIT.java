package dev.guildhall.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Market;
import dev.guildhall.support.Sql;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("OPS-9")
class ReadinessIT {
    /** A node is not ready after 2.5 s without a successful check; the rest is for a busy machine. */
    private static final Duration CHECK_TIMEOUT = Duration.ofSeconds(6);

    @RegisterExtension
    static final Market market = new Market();

    @Test
    void isNotReadyWhileTheDatabaseIsReadOnlyAndRecoversAfterwards() {
        var gig = market.aGig().create();
        var client = market.api().as(market.aUser("Carl"));
        String database = market.database().address().database();
        market.sql().update("alter database " + database + " set default_transaction_read_only = on");
        endConnectionsOfTheNode();
        awaitStatus(503);
        client.get("/gigs/" + gig.id()).expect(200);
        client.post("/orders", Map.of("gig_id", gig.id())).expectProblem(503, "database_unavailable");

        market.sql().update("set default_transaction_read_only = off");
        market.sql().update("alter database " + database + " reset default_transaction_read_only");
        awaitStatus(200);
        client.post("/orders", Map.of("gig_id", gig.id())).expect(201);
    }

    @Test
    void isReadyAlthoughEveryConnectionIsBusy() throws Exception {
        try (Sql lock = market.database().sql()) {
            lock.begin();
            lock.update("lock table orders in exclusive mode");
            List<Thread> busy = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                var client = market.api().as(market.aUser("Carl"));
                // Orders of one gig would wait for each other, and leave connections free.
                var gig = market.aGig().create();
                Thread thread = new Thread(() -> client.post("/orders", Map.of("gig_id", gig.id())));
                thread.start();
                busy.add(thread);
            }
            // A node of the tests has four connections for writing.
            market.sql().awaitWaitingForLocks(4);
            for (int i = 0; i < 50; i++) {
                market.api().get("/health/ready").expect(200);
            }
            lock.rollback();
            for (Thread thread : busy) {
                thread.join();
            }
        }
    }

    private static void endConnectionsOfTheNode() {
        market.sql().rows("""
                        select pg_terminate_backend(pid) from pg_stat_activity
                        where datname = current_database() and application_name like 'guildhall%'
                        """);
    }

    private static void awaitStatus(int status) {
        long begun = System.nanoTime();
        while (market.api().get("/health/ready").status() != status) {
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .as("readiness is not " + status)
                    .isLessThan(CHECK_TIMEOUT);
        }
    }
}
