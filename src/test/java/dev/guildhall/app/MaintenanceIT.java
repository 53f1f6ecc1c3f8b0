package dev.guildhall.app;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.ScheduledTasks;
import dev.guildhall.support.Server;
import dev.guildhall.support.Stage;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows with a retention time are kept until just before it ends, and deleted by a scheduled task soon after it. */
@Tag("NODE-6")
class MaintenanceIT {
    @RegisterExtension
    static final Market market = new Market();

    private static final Map<Kept, Person> usersOfYoungRows = new EnumMap<>(Kept.class);
    private static final Map<Kept, Person> usersOfOldRows = new EnumMap<>(Kept.class);
    private static Set<String> tasks = Set.of();

    /** Each kind of row that is deleted at some age: an age at which it is kept, and an age at which it is deleted. */
    enum Kept {
        IDEMPOTENCY_KEYS("23 hours 59 minutes", "24 hours 1 second", "idempotency_keys where caller_id", """
                insert into idempotency_keys (caller_id, key, request, created_at) values (?, 'k', '', now() - ?::interval)
                """),
        TICKETS("10 seconds", "31 seconds", "ws_tickets where user_id", """
                insert into ws_tickets (hash, user_id, token_expires_at, expires_at)
                select decode(md5(random()::text), 'hex'), ?, now() + interval '1 hour', now() + interval '30 seconds' - ?::interval
                """),
        CONVERSATION_STARTS("23 hours 59 minutes", "24 hours 1 second", "conversation_starts where sender_id", """
                insert into conversation_starts (sender_id, receiver_id, started_at)
                select u.id, u.id, now() - given.age from (select ?::uuid as id, ?::interval as age) given join users u on u.id = given.id
                """),
        SIGN_IN_FAILURES("14 minutes", "15 minutes 1 second", "sign_in_failures where id", """
                insert into sign_in_failures (id, failed_at) values (?, now() - ?::interval)
                """),
        SIGN_IN_ADDRESSES("89 days 23 hours", "90 days 1 second", "sign_in_addresses where user_id", """
                insert into sign_in_addresses (user_id, address, last_sign_in_at) values (?, '192.0.2.1', now() - ?::interval)
                """),
        ENDED_APPEALS(
                "13 days 23 hours",
                "14 days 1 second",
                "order_deadlines d join orders o on o.id = d.order_id where d.deadline = 'appeal_by' and o.client_id",
                "") {
            @Override
            Person insert(String age) {
                PlacedOrder order = market.anOrder().in(Stage.CANCELLED_UNPAID);
                Object seconds = market.sql()
                        .row("select extract(epoch from ?::interval)::bigint as seconds", age)
                        .get("seconds");
                order.advance(Duration.ofSeconds((Long) requireNonNull(seconds)));
                return order.client();
            }
        };

        private final String youngAge;
        private final String oldAge;
        private final String rows;
        private final String insert;

        Kept(String youngAge, String oldAge, String rows, String insert) {
            this.youngAge = youngAge;
            this.oldAge = oldAge;
            this.rows = rows;
            this.insert = insert;
        }

        String task() {
            return name().toLowerCase().replace('_', '-');
        }

        Person insert(String age) {
            Person person = market.aUser("Paula Past");
            market.sql().update(insert, person.id(), age);
            return person;
        }

        private int countOf(Person person) {
            return market.sql().count("select from " + rows + " = ?", person.id());
        }
    }

    @BeforeAll
    static void runAllTasksOnce() {
        for (Kept kept : Kept.values()) {
            usersOfYoungRows.put(kept, kept.insert(kept.youngAge));
            usersOfOldRows.put(kept, kept.insert(kept.oldAge));
        }
        try (Server node = market.anotherNode()) {
            tasks = ScheduledTasks.awaitAll(node);
        }
    }

    @ParameterizedTest
    @EnumSource
    void keepsRowsBeforeTheEndOfTheirTime(Kept kept) {
        assertThat(kept.countOf(requireNonNull(usersOfYoungRows.get(kept))))
                .as("how many %s of %s ago are kept", kept.task(), kept.youngAge)
                .isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void deletesRowsAfterTheEndOfTheirTime(Kept kept) {
        assertThat(kept.countOf(requireNonNull(usersOfOldRows.get(kept))))
                .as("how many %s of %s ago are kept", kept.task(), kept.oldAge)
                .isZero();
    }

    @Test
    void testsEveryTaskThatDeletes() {
        for (Kept kept : Kept.values()) {
            assertThat(tasks).contains(kept.task());
        }
        assertThat(tasks)
                .as("scheduled tasks, each of which is tested here or deletes nothing")
                .hasSize(Kept.values().length
                        + Set.of("order-deadlines", "overdue-disputes", "gig-search", "search-words")
                                .size());
    }
}
