package dev.guildhall.gig;

import static io.vertx.core.http.HttpMethod.DELETE;
import static io.vertx.core.http.HttpMethod.PATCH;
import static io.vertx.core.http.HttpMethod.POST;

import dev.guildhall.http.Api;
import dev.guildhall.http.Routes;

/** The routes of gigs. */
public final class GigRoutes implements Routes {
    private final GigHandler gigs;

    public GigRoutes(GigService gigs) {
        this.gigs = new GigHandler(gigs);
    }

    @Override
    public void mount(Api api) {
        api.sameForAll("/gigs", gigs::list);
        api.open("/gigs/:id", gigs::find);
        api.open("/users/:id/gigs", gigs::listOf);
        api.user(POST, "/gigs", gigs::create);
        api.user(PATCH, "/gigs/:id", gigs::change);
        api.user(DELETE, "/gigs/:id", gigs::delete);
    }
}
