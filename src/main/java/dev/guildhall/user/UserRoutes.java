package dev.guildhall.user;

import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.PATCH;
import static io.vertx.core.http.HttpMethod.POST;

import dev.guildhall.http.Api;
import dev.guildhall.http.Routes;

/** The routes of profiles. */
public final class UserRoutes implements Routes {
    private final UserHandler users;
    private final SessionHandler sessions;

    public UserRoutes(UserService users, AccountService accounts) {
        this.users = new UserHandler(users);
        this.sessions = new SessionHandler(accounts);
    }

    @Override
    public void mount(Api api) {
        api.user(GET, "/me", users::me);
        api.user(PATCH, "/me", users::change);
        api.user(POST, "/me/sign-out-everywhere", sessions::endOwn);
        api.user(GET, "/users", users::list);
        api.open("/users/:id", users::find);
        api.user(GET, "/users/:id/same-payment-instructions", users::listWithSameInstructions);
        api.user(PATCH, "/users/:id", users::moderate);
    }
}
