package dev.guildhall.support;

import java.math.BigDecimal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Builds a gig and inserts it into the database: {@code market.aGig().by(anna).at("49.90").create()}. */
public final class GigFixture {
    private final Market market;
    private @Nullable Person freelancer;
    private String title = "A logo for your guild";
    private String price = "49.90";
    private int deliveryDays = 5;
    private boolean isActive = true;

    GigFixture(Market market) {
        this.market = market;
    }

    public GigFixture by(Person freelancer) {
        this.freelancer = freelancer;
        return this;
    }

    public GigFixture titled(String title) {
        this.title = title;
        return this;
    }

    public GigFixture at(String price) {
        this.price = price;
        return this;
    }

    public GigFixture deliveredIn(int days) {
        this.deliveryDays = days;
        return this;
    }

    public GigFixture inactive() {
        this.isActive = false;
        return this;
    }

    public TestGig create() {
        Person owner = freelancer == null ? market.aUser("Frida Freelancer") : freelancer;
        UUID id = UUID.randomUUID();
        market.sql().update("""
                        insert into gigs (id, freelancer_id, title, description, price, currency, delivery_days, is_active)
                        values (?, ?, ?, 'Drawn by hand.', ?, 'USD', ?, ?)
                        """, id, owner.id(), title, new BigDecimal(price), deliveryDays, isActive);
        return new TestGig(id, owner);
    }
}
