package dev.guildhall.support;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Places an order through the API and moves it to the stage that a test needs: {@code market.anOrder().submitted()}. */
public final class OrderFixture {
    private final Market market;
    private @Nullable TestGig gig;
    private @Nullable Person client;

    OrderFixture(Market market) {
        this.market = market;
    }

    public OrderFixture of(TestGig gig) {
        this.gig = gig;
        return this;
    }

    public OrderFixture from(Person client) {
        this.client = client;
        return this;
    }

    public PlacedOrder placed() {
        return in(Stage.PLACED);
    }

    public PlacedOrder paid() {
        return in(Stage.PAID);
    }

    public PlacedOrder confirmed() {
        return in(Stage.CONFIRMED);
    }

    public PlacedOrder started() {
        return in(Stage.STARTED);
    }

    public PlacedOrder submitted() {
        return in(Stage.SUBMITTED);
    }

    public PlacedOrder completed() {
        return in(Stage.COMPLETED);
    }

    public PlacedOrder in(Stage stage) {
        TestGig ordered = gig == null ? market.aGig().create() : gig;
        Person buyer = client == null ? market.aUser("Carl Client") : client;
        String id = market.api()
                .as(buyer)
                .post("/orders", Map.of("gig_id", ordered.id()))
                .expect(201)
                .text("id");
        PlacedOrder order = new PlacedOrder(market, UUID.fromString(id), buyer, ordered.freelancer());
        order.perform(stage);
        return order;
    }
}
