package dev.guildhall.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.RecordingProxy;
import dev.guildhall.support.RecordingProxy.Held;
import dev.guildhall.support.Server;
import dev.guildhall.support.TestSocket;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The first look of the safety net, long before the next one. */
@Tag("RT-7")
class SafetyNetStartIT {
    private static final Map<String, String> RARE_CHECKS = Map.of("SAFETY_NET_INTERVAL", "1m");
    /** So that no other read has to wait behind the one that is held. */
    private static final Map<String, String> ENOUGH_CONNECTIONS = Map.of("DATABASE_POOL_SIZE", "16");

    private static final String BEGIN = "insert into database_clusters";
    private static final String SNAPSHOT = "pg_snapshot_xmin(pg_current_snapshot())";
    private static final String NOTIFY = "pg_notify";

    @RegisterExtension
    static final Market market = new Market();

    private final Person anna = market.aUser("Anna");
    private final Person bert = market.aUser("Bert");

    @Test
    void doesNotWaitForTheOtherNodes() {
        try (RecordingProxy proxy = RecordingProxy.to(market.database().address())) {
            Held announcement = proxy.holdStatement(NOTIFY);
            Held check = proxy.holdStatement(HeldNode.CHECK);
            try (Server node = Server.on(proxy.address(), RARE_CHECKS);
                    announcement;
                    check) {
                check.await();
                // A second one is sent once the first connection to the other nodes is given up.
                assertThat(proxy.statements().stream().filter(statement -> statement.contains(NOTIFY)))
                        .as("announcements before the first check")
                        .hasSize(1);
                assertThat(node.port()).isPositive();
            }
        }
    }

    @Test
    void isRepeatedIfTheDatabaseCannotBeReadThen() {
        try (RecordingProxy proxy = RecordingProxy.to(market.database().address())) {
            Held first = proxy.holdStatement(BEGIN);
            first.breakConnection();
            Held begin = proxy.holdResponse(SNAPSHOT);
            try (Server node = Server.on(proxy.address(), ENOUGH_CONNECTIONS);
                    TestSocket receiver = node.sockets().open(bert);
                    begin) {
                first.await();
                begin.await();
                InsertedMessages.insert(market.sql(), anna, bert, 1, "that the bus does not carry");
                begin.release();
                receiver.await("message.new");
            }
        }
    }
}
