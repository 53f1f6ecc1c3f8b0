package dev.guildhall.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Answer;
import dev.guildhall.support.ApiClient;
import dev.guildhall.support.ListeningProxy;
import dev.guildhall.support.Market;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.Server;
import dev.guildhall.support.Sql;
import dev.guildhall.support.TestDatabase;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How often a request waits for the database. */
@Tag("ORD-5")
@Tag("OPS-5")
class RoundTripsIT {
    /** But for the look at overdue ones, which the marketplace takes by itself every now and then. */
    private static final Predicate<String> ABOUT_ORDERS =
            statement -> statement.contains("orders") && !statement.contains("skip locked");

    @AutoClose
    private final TestDatabase database = TestDatabase.fresh();

    @AutoClose
    private final Sql sql = database.sql();

    @AutoClose
    private final ListeningProxy proxy = ListeningProxy.to(database.address());

    @AutoClose
    private final Server server = Server.on(proxy.address(), Map.of("DATABASE_POOL_SIZE", "4", "CLUSTER", "off"));

    private final Market market = Market.of(server, sql);

    @Test
    void waitsOnceForAReadAndOnceForAMove() {
        PlacedOrder first = market.anOrder().paid();
        PlacedOrder order = market.anOrder()
                .of(market.aGig().by(first.freelancer()).exists())
                .from(first.client())
                .paid();
        ApiClient client = market.api().as(order.client());
        ApiClient freelancer = market.api().as(order.freelancer());
        warmUp(first);
        freelancer.get(order.path()).expect(200);

        assertOneRoundTrip(() -> client.get(order.path()));
        assertOneRoundTrip(() -> client.get("/orders"));
        assertOneRoundTrip(() -> client.get(order.path("history")));
        assertOneRoundTrip(() -> freelancer.patch(order.path("confirm-payment")));
        assertOneRoundTrip(() -> freelancer.patch(order.path("start")));
        assertOneRoundTrip(() -> freelancer.patch(order.path("submit-work")));
        assertOneRoundTrip(() -> client.patch(order.path("approve")));
    }

    private void warmUp(PlacedOrder order) {
        for (ApiClient api :
                new ApiClient[] {market.api().as(order.client()), market.api().as(order.freelancer())}) {
            for (String path : new String[] {order.path(), "/orders", order.path("history")}) {
                api.get(path).expect(200);
            }
        }
        order.byFreelancer("confirm-payment", Map.of()).expect(200);
        order.byFreelancer("start", Map.of()).expect(200);
        order.byFreelancer("submit-work", Map.of()).expect(200);
        order.byClient("approve", Map.of()).expect(200);
    }

    /** Besides who is calling, which is asked every two seconds at most, and what chats look after by themselves. */
    private void assertOneRoundTrip(Supplier<Answer> request) {
        proxy.forget();
        Answer answer = request.get().expect(200);
        assertThat(proxy.run()).filteredOn(ABOUT_ORDERS).as("%s", answer).hasSize(1);
    }
}
