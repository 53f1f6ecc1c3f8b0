package dev.guildhall.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Answer;
import dev.guildhall.support.ApiClient;
import dev.guildhall.support.Market;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.Stage;
import dev.guildhall.support.TestGig;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What time alone changes of an order changes its entity tag, but not its version. */
@Tag("ORD-37")
class ChangedByTimeIT {
    @RegisterExtension
    static final Market market = new Market();

    /** What changes by itself, the field that shows it, and a move of an order on which this happened. */
    enum Change {
        APPEAL_OVER("deadlines.appeal_by", "dispute", 409) {
            @Override
            PlacedOrder prepare() {
                return market.anOrder().in(Stage.CANCELLED_UNPAID);
            }

            @Override
            void letTimePass(PlacedOrder order) {
                order.advance(Duration.ofDays(14));
            }

            @Override
            Answer move(ApiClient api, PlacedOrder order) {
                return api.as(order.client()).patch(order.path("dispute"), PlacedOrder.aProof());
            }
        },
        PROPOSAL_EXPIRED("proposal", "start", 200) {
            @Override
            PlacedOrder prepare() {
                PlacedOrder order = market.anOrder().confirmed();
                order.proposeBy(order.client(), Map.of("kind", "extend", "days", 1))
                        .expect(201);
                return order;
            }

            @Override
            void letTimePass(PlacedOrder order) {
                order.advance(Duration.ofHours(48));
            }

            @Override
            Answer move(ApiClient api, PlacedOrder order) {
                return api.as(order.freelancer()).patch(order.path("start"));
            }
        },
        DISPUTE_ANSWERED("dispute.answered", "resolve", 200) {
            @Override
            PlacedOrder prepare() {
                PlacedOrder order = market.anOrder().started();
                order.byClient("dispute", Map.of("reason", "Nothing comes.")).expect(200);
                return order;
            }

            @Override
            void letTimePass(PlacedOrder order) {
                order.advance(Duration.ofHours(72));
            }

            @Override
            Answer move(ApiClient api, PlacedOrder order) {
                return api.as(market.anAdmin())
                        .patch(order.path("resolve"), Map.of("outcome", "COMPLETED", "note", "So it is."));
            }
        },
        INSTRUCTIONS_HIDDEN("payment_instructions", "submit-payment", 200) {
            @Override
            PlacedOrder prepare() {
                TestGig gig = market.aGig().create();
                market.sql()
                        .update(
                                "update users set payment_instructions = 'IBAN 12', payment_instructions_changed_at = now() where id = ?",
                                gig.freelancer().id());
                return market.anOrder().of(gig).placed();
            }

            @Override
            void letTimePass(PlacedOrder order) {
                TestGig another = market.aGig().by(order.freelancer()).create();
                market.anOrder().of(another).in(Stage.REFUND_DUE).advance(Duration.ofDays(7));
            }

            @Override
            Answer move(ApiClient api, PlacedOrder order) {
                return api.as(order.client()).patch(order.path("submit-payment"), PlacedOrder.aProof());
            }
        };

        private final String field;
        private final String action;
        private final int answer;

        Change(String field, String action, int answer) {
            this.field = field;
            this.action = action;
            this.answer = answer;
        }

        abstract PlacedOrder prepare();

        abstract void letTimePass(PlacedOrder order);

        abstract Answer move(ApiClient api, PlacedOrder order);
    }

    @ParameterizedTest
    @EnumSource
    void isSeenByWhoAsksForWhatHasChanged(Change change) {
        PlacedOrder order = change.prepare();
        Answer before = order.read();
        ApiClient client = market.api().as(order.client());
        assertThat(client.with("If-None-Match", tag(before)).get(order.path()).status())
                .as("the answer to the entity tag of an order that has not changed")
                .isEqualTo(304);
        change.letTimePass(order);
        Answer after = client.with("If-None-Match", tag(before)).get(order.path());
        assertThat(after.status())
                .as("the answer to the entity tag of before, though time has changed %s", change.field)
                .isEqualTo(200);
        assertThat(after.at(change.field)).as("%s after its time", change.field).isNotEqualTo(before.at(change.field));
        assertThat(tag(after))
                .as("the entity tag after time has changed %s", change.field)
                .isNotEqualTo(tag(before));
        assertThat(after.at("version")).isEqualTo(before.at("version"));
        assertThat(client.with("If-None-Match", tag(after)).get(order.path()).status())
                .as("the answer to the entity tag after time has changed %s", change.field)
                .isEqualTo(304);
    }

    @ParameterizedTest
    @EnumSource
    void letsOnesMoveOfTheVersionThrough(Change change) {
        for (boolean byTag : new boolean[] {false, true}) {
            PlacedOrder order = change.prepare();
            change.letTimePass(order);
            Answer read = order.read();
            String known = byTag ? tag(read) : "\"" + read.at("version") + "\"";
            assertThat(change.move(market.api().with("If-Match", "\"99\""), order)
                            .status())
                    .as("the answer to %s of another version", change.action)
                    .isEqualTo(412);
            assertThat(change.move(market.api().with("If-Match", known), order).status())
                    .as(
                            "the answer to %s with If-Match: %s after time has changed %s",
                            change.action, known, change.field)
                    .isEqualTo(change.answer);
        }
    }

    private static String tag(Answer answer) {
        return String.valueOf(answer.header("ETag"));
    }
}
