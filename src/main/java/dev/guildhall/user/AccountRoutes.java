package dev.guildhall.user;

import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.POST;
import static io.vertx.core.http.HttpMethod.PUT;

import dev.guildhall.http.Api;
import dev.guildhall.http.Routes;

/** The routes with which the frontend's server creates accounts and verifies passwords. */
public final class AccountRoutes implements Routes {
    private final AccountHandler accounts;

    public AccountRoutes(AccountService accounts) {
        this.accounts = new AccountHandler(accounts);
    }

    @Override
    public void mount(Api api) {
        api.service(POST, "/internal/users", accounts::create);
        api.service(GET, "/internal/users", accounts::findByEmail);
        api.service(PUT, "/internal/users/:id/password", accounts::setPassword);
        api.service(POST, "/internal/credentials/verify", accounts::verify);
    }
}
