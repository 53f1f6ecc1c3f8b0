package dev.guildhall.moderation;

import static io.vertx.core.http.HttpMethod.GET;

import dev.guildhall.http.Api;
import dev.guildhall.http.Routes;

/** The path of moderation events. */
public final class ModerationRoutes implements Routes {
    private final ModerationHandler moderation;

    public ModerationRoutes(ModerationService moderation) {
        this.moderation = new ModerationHandler(moderation);
    }

    @Override
    public void mount(Api api) {
        api.user(GET, "/moderation-events", moderation::list);
    }
}
