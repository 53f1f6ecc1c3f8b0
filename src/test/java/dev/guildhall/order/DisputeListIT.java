package dev.guildhall.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Answer;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.Stage;
import dev.guildhall.support.TestGig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The disputes as admins see them. */
class DisputeListIT {
    private static final String WAITING = "/orders?role=admin&status=DISPUTED&sort=waiting";

    @RegisterExtension
    static final Market market = new Market();

    @Test
    @Tag("ORD-22")
    void beginsWithTheDisputeThatHasWaitedLongest() {
        Person admin = market.anAdmin();
        List<PlacedOrder> orders = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            orders.add(market.anOrder().confirmed());
        }
        // Disputed in another order than they were placed in.
        List<String> expected = new ArrayList<>();
        for (int i : new int[] {3, 0, 4, 2, 1}) {
            orders.get(i)
                    .byClient("dispute", Map.of("reason", "Nothing happens."))
                    .expect(200);
            expected.add(orders.get(i).id().toString());
        }
        market.anOrder().started();
        PlacedOrder resolved = market.anOrder().in(Stage.DISPUTED_CONFIRMED);
        resolved.by(admin, "resolve", Map.of("outcome", "COMPLETED", "note", "Done."))
                .expect(200);

        for (int limit : new int[] {1, 2, 3, 100}) {
            List<String> listed = pages(admin, WAITING + "&limit=" + limit);
            assertThat(listed)
                    .as("in pages of %s", limit)
                    .doesNotHaveDuplicates()
                    .doesNotContain(resolved.id().toString());
            // Admins see the disputes of other tests too.
            listed.retainAll(expected);
            assertThat(listed).as("in pages of %s", limit).isEqualTo(expected);
        }
        List<String> newest = pages(admin, "/orders?role=admin&status=DISPUTED&sort=newest&limit=100");
        assertThat(newest)
                .as("as without sort")
                .isEqualTo(pages(admin, "/orders?role=admin&status=DISPUTED&limit=100"));
        newest.retainAll(expected);
        assertThat(newest).as("by the placing").isEqualTo(newestFirst(orders));
    }

    @Test
    @Tag("ORD-22")
    void showsDisputesThatTheSystemHasOpened() {
        PlacedOrder order = market.anOrder().paid();
        market.clock().advanceAndMove(Duration.ofDays(7), order.id(), "auto-dispute", "DISPUTED", "SUBMITTED");
        assertThat(market.api()
                        .as(market.anAdmin())
                        .get(WAITING + "&limit=100")
                        .expect(200)
                        .items())
                .filteredOn(shown -> shown.path("id").asText().equals(order.id().toString()))
                .extracting(shown -> shown.at("/dispute/opened_by").asText())
                .containsExactly("system");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/orders?sort=waiting",
                "/orders?role=admin&sort=waiting",
                "/orders?status=DISPUTED&sort=waiting",
                "/orders?role=client&status=DISPUTED&sort=waiting",
                "/orders?role=admin&status=DISPUTED&status=COMPLETED&sort=waiting",
                "/orders?role=admin&status=COMPLETED&sort=waiting"
            })
    @Tag("ORD-22")
    void isSortedByWaitingForAdminsAndDisputesOnly(String path) {
        for (Person reader : List.of(market.anAdmin(), market.aUser("Carl"))) {
            market.api()
                    .as(reader)
                    .get(path)
                    .expectProblem(422, "validation_failed")
                    .namingOnly("sort not_allowed");
        }
        market.api()
                .as(market.anAdmin())
                .get("/orders?role=admin&status=DISPUTED&sort=oldest")
                .expectProblem(422, "validation_failed")
                .namingOnly("sort not_allowed");
    }

    @Test
    @Tag("ORD-22")
    void isForAdminsOnly() {
        PlacedOrder order = market.anOrder().in(Stage.DISPUTED_CONFIRMED);
        market.api().as(order.client()).get(WAITING).expectProblem(403, "forbidden_role");
    }

    @Test
    @Tag("API-8")
    void refusesACursorOfAnotherList() {
        Person admin = market.anAdmin();
        market.anOrder().in(Stage.DISPUTED_CONFIRMED);
        market.anOrder().in(Stage.DISPUTED_CONFIRMED);
        String newest = market.api()
                .as(admin)
                .get("/orders?role=admin&status=DISPUTED&limit=1")
                .text("next_cursor");
        market.api().as(admin).get(WAITING + "&limit=1&cursor=" + newest).expectProblem(400, "malformed_cursor");
        String waiting = market.api().as(admin).get(WAITING + "&limit=1").text("next_cursor");
        market.api()
                .as(admin)
                .get("/orders?role=admin&status=DISPUTED&limit=1&cursor=" + waiting)
                .expectProblem(400, "malformed_cursor");
    }

    @Test
    @Tag("ORD-36")
    void tellsAdminsHowManyDisputesEachPartyHasOpened() {
        Person client = market.aUser("Carl");
        TestGig gig = market.aGig().create();
        PlacedOrder first = market.anOrder().of(gig).from(client).in(Stage.DISPUTED_CONFIRMED);
        first.by(market.anAdmin(), "resolve", Map.of("outcome", "IN_PROGRESS", "note", "Go on."))
                .expect(200);
        first.byFreelancer("dispute", Map.of("reason", "No answers.")).expect(200);
        // With somebody else, and in another part.
        market.anOrder().from(client).in(Stage.DISPUTED_UNCONFIRMED);
        PlacedOrder asFreelancer =
                market.anOrder().of(market.aGig().by(client).create()).confirmed();
        asFreelancer.byFreelancer("dispute", Map.of("reason", "No answers.")).expect(200);
        PlacedOrder ofOthers = market.anOrder().in(Stage.DISPUTED_CONFIRMED);

        Person admin = market.anAdmin();
        Answer seen = first.readBy(admin);
        assertThat(seen.at("dispute.opened_before.client"))
                .as("opened by the client, in all orders")
                .isEqualTo("3");
        assertThat(seen.at("dispute.opened_before.freelancer")).isEqualTo("1");
        assertThat(ofOthers.readBy(admin).at("dispute.opened_before.client")).isEqualTo("1");
        assertThat(ofOthers.readBy(admin).at("dispute.opened_before.freelancer"))
                .isEqualTo("0");
        assertThat(market.api().as(admin).get(WAITING).expect(200).items())
                .as("in the list")
                .allSatisfy(order -> assertThat(
                                order.at("/dispute/opened_before/client").isInt())
                        .isTrue());
        for (Person party : List.of(first.client(), first.freelancer())) {
            assertThat(first.readBy(party).json().path("dispute").has("opened_before"))
                    .as("shown to a party")
                    .isFalse();
        }
        assertThat(market.anOrder().started().readBy(admin).at("dispute")).isNull();
    }

    @Test
    @Tag("ORD-36")
    void tellsAnAdminWhoIsAPartyNothingAboutTheOther() {
        Person admin = market.anAdmin();
        PlacedOrder own = market.anOrder().from(admin).in(Stage.DISPUTED_CONFIRMED);
        assertThat(own.read().json().path("dispute").has("opened_before")).isFalse();
    }

    private static List<String> pages(Person reader, String path) {
        List<String> all = new ArrayList<>();
        String cursor = null;
        do {
            Answer page = market.api()
                    .as(reader)
                    .get(path + (cursor == null ? "" : "&cursor=" + cursor))
                    .expect(200);
            page.items().forEach(order -> all.add(order.path("id").asText()));
            cursor = page.at("next_cursor");
        } while (cursor != null);
        return all;
    }

    private static List<String> newestFirst(List<PlacedOrder> orders) {
        List<String> ids = new ArrayList<>();
        orders.forEach(order -> ids.add(0, order.id().toString()));
        return ids;
    }
}
