package dev.guildhall.auth;

import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.PlacedOrder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AuthenticationIT {
    @RegisterExtension
    static final Market market = new Market();

    @Test
    @Tag("AUTH-6")
    void aCookieOfSomebodyDeactivatedClosesNoPublicRoute() {
        Person gone = someoneDeactivated();
        market.api().byCookie(gone).get("/gigs").expect(200);
        market.api().byCookie(gone).get("/me").expectProblem(401, "user_deactivated");
    }

    @Test
    @Tag("AUTH-6")
    void aBearerTokenOfSomebodyDeactivatedIsRefusedOnAPublicRoute() {
        market.api().as(someoneDeactivated()).get("/gigs").expectProblem(401, "user_deactivated");
        market.api().get("/gigs").expect(200);
    }

    @Test
    @Tag("AUTH-8")
    void aRequestByCookieNeedsAContentTypeOnlyIfItHasABody() {
        PlacedOrder order = market.anOrder().confirmed();
        market.api()
                .byCookie(order.freelancer())
                .with("Content-Type", "text/plain")
                .patch(order.path("start"), "{}")
                .expectProblem(415, "unsupported_media_type");
        // Java's client sends Content-Length: 0.
        market.api().byCookie(order.freelancer()).patch(order.path("start")).expect(200);
    }

    private static Person someoneDeactivated() {
        Person gone = market.aUser("Gone");
        market.sql().update("update users set is_active = false where id = ?", gone.id());
        return gone;
    }
}
