package dev.guildhall.order;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Answer;
import dev.guildhall.support.Market;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.ScheduledTasks;
import dev.guildhall.support.Server;
import dev.guildhall.support.Stage;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * When and by which setting the timeout of an order ends. All times of an order differ, so that the test notices the use of a
 * wrong one.
 */
@Tag("NODE-5")
class OrderTimeoutsIT {
    @RegisterExtension
    static final Market market = new Market();

    private static final DateTimeFormatter SIX_DIGITS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'");
    private static final Map<Waiting, PlacedOrder> orders = new EnumMap<>(Waiting.class);
    private static final Map<Waiting, Answer> shown = new EnumMap<>(Waiting.class);
    private static final Map<Waiting, Map<String, @Nullable Object>> times = new EnumMap<>(Waiting.class);
    private static @Nullable Server node;

    /**
     * Orders by the minutes since they were placed, confirmed, changed to their status and updated; and the expected status
     * after the timeouts.
     */
    enum Waiting {
        // stage, placed, payment confirmed, in its status, touched, afterwards
        UNPAID_FOR_LONG(Stage.PLACED, 181, 0, 181, 181, "CANCELLED"),
        UNPAID_NOT_FOR_LONG(Stage.PLACED, 179, 0, 179, 179, "PENDING_PAYMENT"),
        UNPAID_FOR_LONG_AND_TOUCHED_LATELY(Stage.PLACED, 182, 0, 182, 1, "CANCELLED"),
        PLACED_LONG_AGO_AND_REJECTED_LATELY(Stage.PAYMENT_REJECTED, 900, 0, 60, 60, "PENDING_PAYMENT"),
        REJECTED_LONG_AGO(Stage.PAYMENT_REJECTED, 901, 0, 183, 183, "CANCELLED"),
        UNANSWERED_FOR_LONG(Stage.SUBMITTED, 902, 801, 301, 301, "COMPLETED"),
        UNANSWERED_NOT_FOR_LONG(Stage.SUBMITTED, 903, 802, 299, 299, "SUBMITTED"),
        UNANSWERED_FOR_AS_LONG_AS_UNPAID_ONES_ARE_KEPT(Stage.SUBMITTED, 904, 803, 190, 190, "SUBMITTED"),
        UNANSWERED_FOR_LONG_AND_TOUCHED_LATELY(Stage.SUBMITTED, 905, 804, 302, 2, "COMPLETED"),
        PAID_LONG_AGO(Stage.PAID, 906, 0, 850, 850, "PAYMENT_SUBMITTED"),
        CONFIRMED_LONG_AGO(Stage.CONFIRMED, 907, 805, 805, 805, "PAYMENT_CONFIRMED"),
        STARTED_LONG_AGO(Stage.STARTED, 908, 806, 700, 700, "IN_PROGRESS"),
        SENT_BACK_LONG_AGO(Stage.SENT_BACK, 909, 807, 701, 701, "REVISION_REQUESTED"),
        DISPUTED_LONG_AGO(Stage.DISPUTED_CONFIRMED, 910, 808, 702, 702, "DISPUTED");

        private final Stage stage;
        private final int placed;
        private final int confirmed;
        private final int inStatus;
        private final int touched;
        private final String afterwards;

        Waiting(Stage stage, int placed, int confirmed, int inStatus, int touched, String afterwards) {
            this.stage = stage;
            this.placed = placed;
            this.confirmed = confirmed;
            this.inStatus = inStatus;
            this.touched = touched;
            this.afterwards = afterwards;
        }

        private PlacedOrder order() {
            return requireNonNull(orders.get(this));
        }

        private void age() {
            market.sql().update("""
                            update orders set created_at = now() - make_interval(mins => ?),
                              deliver_by = deliver_by - make_interval(mins => ?),
                              status_since = now() - make_interval(mins => ?), updated_at = now() - make_interval(mins => ?)
                            where id = ?
                            """, placed, confirmed, inStatus, touched, order().id());
        }

        /** The expected deadline; null if the order has none of this name. */
        private @Nullable OffsetDateTime deadline(String name) {
            return switch (name + " " + stage) {
                case "pay_by PLACED", "pay_by PAYMENT_REJECTED" ->
                    time("status_since").plusHours(30);
                case "approve_by SUBMITTED" -> time("status_since").plusHours(50);
                case "deliver_by CONFIRMED", "deliver_by STARTED", "deliver_by SENT_BACK" -> time("deliver_by");
                default -> null;
            };
        }

        private OffsetDateTime time(String column) {
            return OffsetDateTime.parse(
                    String.valueOf(requireNonNull(times.get(this)).get(column)));
        }
    }

    @BeforeAll
    static void createOldOrders() {
        for (Waiting waiting : Waiting.values()) {
            orders.put(waiting, market.anOrder().in(waiting.stage));
        }
        // The trigger would overwrite these times.
        market.sql().update("alter table orders disable trigger orders_guard");
        for (Waiting waiting : Waiting.values()) {
            waiting.age();
        }
        market.sql().update("alter table orders enable trigger orders_guard");
        for (Waiting waiting : Waiting.values()) {
            times.put(waiting, market.sql().row("""
                    select to_char(status_since at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as status_since,
                           to_char(deliver_by at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as deliver_by
                    from orders where id = ?
                    """, waiting.order().id()));
        }
        try (Server slowNode =
                Server.on(market.database().address(), Map.of("PAY_WITHIN", "30h", "APPROVE_WITHIN", "50h"))) {
            for (Waiting waiting : Waiting.values()) {
                PlacedOrder order = waiting.order();
                shown.put(
                        waiting,
                        slowNode.api().as(order.client()).get(order.path()).expect(200));
            }
        }
        node = Server.on(market.database().address(), Map.of("PAY_WITHIN", "3h", "APPROVE_WITHIN", "5h"));
        ScheduledTasks.awaitAll(node);
    }

    @AfterAll
    static void stop() {
        if (node != null) {
            node.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void changeOnlyOrdersWhoseTimeoutHasPassed(Waiting waiting) {
        PlacedOrder order = waiting.order();
        assertThat(order.read().at("status"))
                .as(
                        "%s: placed %s, in its status for %s and touched %s minutes ago",
                        waiting, waiting.placed, waiting.inStatus, waiting.touched)
                .isEqualTo(waiting.afterwards);
    }

    @ParameterizedTest
    @EnumSource
    void areShownAsDeadlines(Waiting waiting) {
        Answer order = requireNonNull(shown.get(waiting));
        for (String name : List.of("pay_by", "deliver_by", "approve_by")) {
            OffsetDateTime deadline = waiting.deadline(name);
            assertThat(order.at("deadlines." + name))
                    .as(
                            "%s of %s: placed %s, confirmed %s, in its status for %s and touched %s minutes ago",
                            name, waiting, waiting.placed, waiting.confirmed, waiting.inStatus, waiting.touched)
                    .isEqualTo(deadline == null ? null : SIX_DIGITS.format(deadline));
        }
    }
}
