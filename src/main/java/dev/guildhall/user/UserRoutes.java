package dev.guildhall.user;

import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.PATCH;

import dev.guildhall.http.Api;
import dev.guildhall.http.Routes;

/** The routes of profiles. */
public final class UserRoutes implements Routes {
    private final UserHandler users;

    public UserRoutes(UserService users) {
        this.users = new UserHandler(users);
    }

    @Override
    public void mount(Api api) {
        api.user(GET, "/me", users::me);
        api.user(PATCH, "/me", users::change);
        api.user(GET, "/users", users::list);
        api.open(GET, "/users/:id", users::find);
        api.user(PATCH, "/users/:id", users::moderate);
    }
}
