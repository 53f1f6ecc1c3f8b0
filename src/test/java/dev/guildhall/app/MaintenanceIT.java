package dev.guildhall.app;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.ScheduledTasks;
import dev.guildhall.support.Server;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is kept for a while is kept until just before the end of it, and forgotten soon afterwards. */
@Tag("NODE-6")
class MaintenanceIT {
    @RegisterExtension
    static final Market market = new Market();

    private static final Map<Kept, Person> ofTheYoung = new EnumMap<>(Kept.class);
    private static final Map<Kept, Person> ofTheOld = new EnumMap<>(Kept.class);
    private static Set<String> chores = Set.of();

    /** Each kind of row that is forgotten one day: how old one is that is kept, and how old one that is not. */
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
                """);

        private final String young;
        private final String old;
        private final String rows;
        private final String insert;

        Kept(String young, String old, String rows, String insert) {
            this.young = young;
            this.old = old;
            this.rows = rows;
            this.insert = insert;
        }

        String chore() {
            return name().toLowerCase().replace('_', '-');
        }

        private Person insert(String age) {
            Person person = market.aUser("Paula Past");
            market.sql().update(insert, person.id(), age);
            return person;
        }

        private int countOf(Person person) {
            return market.sql().count("select from " + rows + " = ?", person.id());
        }
    }

    @BeforeAll
    static void doAllChoresOnce() {
        for (Kept kept : Kept.values()) {
            ofTheYoung.put(kept, kept.insert(kept.young));
            ofTheOld.put(kept, kept.insert(kept.old));
        }
        try (Server node = market.anotherNode()) {
            chores = ScheduledTasks.awaitAll(node);
        }
    }

    @ParameterizedTest
    @EnumSource
    void keepWhatStillCounts(Kept kept) {
        assertThat(kept.countOf(requireNonNull(ofTheYoung.get(kept))))
                .as("how many %s of %s ago are kept", kept.chore(), kept.young)
                .isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void forgetWhatCountsNoMore(Kept kept) {
        assertThat(kept.countOf(requireNonNull(ofTheOld.get(kept))))
                .as("how many %s of %s ago are kept", kept.chore(), kept.old)
                .isZero();
    }

    @Test
    void areAllKnownHere() {
        for (Kept kept : Kept.values()) {
            assertThat(chores).contains(kept.chore());
        }
        assertThat(chores)
                .as("chores, of which this test says of each that forgets something for how long it is kept")
                .hasSize(Kept.values().length
                        + Set.of("auto-cancel", "auto-approve").size());
    }
}
