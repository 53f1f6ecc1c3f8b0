package dev.guildhall.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Answer;
import dev.guildhall.support.ApiClient;
import dev.guildhall.support.Jwt;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.Server;
import dev.guildhall.support.TestGig;
import dev.guildhall.support.TestSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A change on one node takes effect on another node, which has cached the user, within the documented time. */
class OtherNodesIT {
    @RegisterExtension
    static final Market market = new Market();

    /** At most, by a node. */
    private static final Duration CACHED_FOR = Duration.ofSeconds(2);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private static @Nullable Server other;

    /** A change of a user, and how another node answers them before and after it. */
    enum Change {
        DEACTIVATED("200", "401 user_deactivated"),
        REACTIVATED("401 user_deactivated", "200"),
        MADE_ADMIN("403 forbidden", "200"),
        ADMIN_NO_MORE("200", "403 forbidden"),
        WITH_A_NEW_PASSWORD("200", "401 auth_expired");

        private final String before;
        private final String after;

        Change(String before, String after) {
            this.before = before;
            this.after = after;
        }

        private Person person() {
            Person person = this == ADMIN_NO_MORE ? market.anAdmin() : market.aUser("Paula");
            if (this == REACTIVATED) {
                market.sql().update("update users set is_active = false where id = ?", person.id());
            }
            Instant now = Instant.now();
            return new Person(
                    person.id(), person.fullName(), Jwt.of(person.id(), now.minusSeconds(60), now.plusSeconds(600)));
        }

        private void applyTo(Person person, Person admin) {
            switch (this) {
                case DEACTIVATED, REACTIVATED ->
                    market.api()
                            .as(admin)
                            .patch(
                                    "/users/" + person.id(),
                                    Map.of("is_active", this == REACTIVATED, "reason", "So it is."))
                            .expect(200);
                case MADE_ADMIN, ADMIN_NO_MORE ->
                    market.sql().update("update users set is_admin = ? where id = ?", this == MADE_ADMIN, person.id());
                case WITH_A_NEW_PASSWORD ->
                    market.api()
                            .with("Authorization", "Bearer " + Server.SERVICE_TOKEN)
                            .put("/internal/users/" + person.id() + "/password", Map.of("password", "correct horse"))
                            .expect(200);
            }
        }

        /** The response to a request of this person; it is one for admins if the change is about that. */
        private String responseTo(Person person) {
            boolean asAdmin = this == MADE_ADMIN || this == ADMIN_NO_MORE;
            Answer answer = other().api().as(person).get(asAdmin ? "/moderation-events" : "/me");
            return answer.status() == 200 ? "200" : answer.status() + " " + answer.at("code");
        }
    }

    @BeforeEach
    void start() {
        other = market.anotherNode();
    }

    @AfterEach
    void stop() {
        other().close();
    }

    /** All changes at once, to wait only once; with requests all the time, since these must not keep a cached user alive. */
    @Test
    @Tag("AUTH-7")
    void cacheNoUserForLongerThanTwoSecondsHoweverManyRequestsTheySend() {
        Person admin = market.anAdmin();
        Map<Change, Person> people = new EnumMap<>(Change.class);
        for (Change change : Change.values()) {
            Person person = change.person();
            people.put(change, person);
            assertThat(change.responseTo(person)).as("before %s", change).isEqualTo(change.before);
        }
        people.forEach((change, person) -> change.applyTo(person, admin));
        long changed = System.nanoTime();
        while (!people.isEmpty()) {
            people.entrySet().removeIf(entry -> {
                long sent = System.nanoTime();
                boolean isKnown = entry.getKey().responseTo(entry.getValue()).equals(entry.getKey().after);
                assertThat(isKnown ? 0 : sent - changed)
                        .as("nanoseconds after which a request to another node did not know who was %s", entry.getKey())
                        .isLessThan(CACHED_FOR.toNanos());
                return isKnown;
            });
        }
    }

    @Test
    @Tag("AUTH-7")
    void cacheNoUserForLongerWhileTheyCannotSearchForChanges() {
        Person person = market.aUser("Mira");
        market.sql().update("alter table messages rename column tx to not_found");
        // It searches so often that it would never look at somebody again if a search that fails counted.
        try (Server node = Server.on(market.database().address(), Map.of("SAFETY_NET_INTERVAL", "1s"))) {
            ApiClient api = node.api().as(person);
            api.get("/me").expect(200);
            market.sql().update("update users set is_active = false where id = ?", person.id());
            long changed = System.nanoTime();
            for (long sent = changed; api.get("/me").status() == 200; sent = System.nanoTime()) {
                assertThat(sent - changed)
                        .as(
                                "nanoseconds after which a node that finds no changes accepted somebody who was deactivated")
                        .isLessThan(CACHED_FOR.toNanos());
            }
        } finally {
            market.sql().update("alter table messages rename column not_found to tx");
        }
    }

    @Test
    @Tag("USR-4")
    void closeTheSocketsOfUsersWhoAreDeactivatedOrHaveANewPassword() {
        Person admin = market.anAdmin();
        for (Map.Entry<Change, Integer> ended : Map.of(Change.DEACTIVATED, 4403, Change.WITH_A_NEW_PASSWORD, 4401)
                .entrySet()) {
            Person person = ended.getKey().person();
            try (TestSocket device = other().sockets().open(person)) {
                ended.getKey().applyTo(person, admin);
                assertThat(closeOf(device))
                        .as("how another node ends the socket of somebody who is %s", ended.getKey())
                        .isEqualTo("closed by " + ended.getValue());
            }
        }
    }

    @Test
    void showChangesOfProfilesGigsAndOrdersAtOnce() {
        PlacedOrder order = market.anOrder().placed();
        Person freelancer = order.freelancer();
        TestGig gig = market.aGig().by(freelancer).create();
        for (int round = 1; round <= 2; round++) {
            String name = "Frida the " + round;
            market.api().as(freelancer).patch("/me", Map.of("full_name", name)).expect(200);
            market.api()
                    .as(freelancer)
                    .patch("/gigs/" + gig.id(), Map.of("price", round + ".50"))
                    .expect(200);
            if (round == 2) {
                order.byClient("cancel", Map.of("reason", "No.")).expect(200);
            }
            assertThat(read("/users/" + freelancer.id(), order.client()).at("full_name"))
                    .as("the name in the profile at another node")
                    .isEqualTo(name);
            assertThat(read("/gigs/" + gig.id(), order.client()).at("freelancer.full_name"))
                    .as("the name on the card of a gig at another node")
                    .isEqualTo(name);
            assertThat(read("/gigs/" + gig.id(), order.client()).at("price"))
                    .as("the price of a gig at another node")
                    .isEqualTo(round + ".50");
            assertThat(read(order.path(), order.client()).at("freelancer.full_name"))
                    .as("the name on the card of an order at another node")
                    .isEqualTo(name);
            assertThat(read(order.path(), order.client()).at("status"))
                    .as("the status of an order at another node")
                    .isEqualTo(round == 1 ? "PENDING_PAYMENT" : "CANCELLED");
        }
    }

    private static String closeOf(TestSocket device) {
        try {
            return "closed by " + device.awaitEnd(CLOSE_TIMEOUT);
        } catch (AssertionError e) {
            return "still open after 5 s";
        }
    }

    private static Answer read(String path, Person by) {
        return other().api().as(by).get(path).expect(200);
    }

    private static Server other() {
        return Objects.requireNonNull(other);
    }
}
