package dev.guildhall.user;

import static io.vertx.core.http.HttpMethod.DELETE;
import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.POST;
import static io.vertx.core.http.HttpMethod.PUT;

import dev.guildhall.http.Api;
import dev.guildhall.http.Routes;

/** The routes by which the frontend's server signs users in and changes their accounts. */
public final class AccountRoutes implements Routes {
    private final AccountHandler accounts;
    private final SignInHandler signIns;
    private final IdentityHandler identities;
    private final SessionHandler sessions;

    public AccountRoutes(AccountService accounts, SignInService signIns, IdentityService identities) {
        this.accounts = new AccountHandler(accounts, signIns);
        this.signIns = new SignInHandler(signIns);
        this.identities = new IdentityHandler(identities);
        this.sessions = new SessionHandler(accounts);
    }

    @Override
    public void mount(Api api) {
        api.service(POST, "/internal/users", accounts::findOrCreate);
        api.service(GET, "/internal/users", accounts::findOrList);
        api.service(GET, "/internal/users/:id", accounts::find);
        api.service(PUT, "/internal/users/:id/email", accounts::changeEmail);
        api.service(PUT, "/internal/users/:id/email-verification", accounts::verifyEmail);
        api.service(POST, "/internal/users/:id/sign-out-everywhere", sessions::end);
        api.service(PUT, "/internal/users/:id/password", signIns::setPassword);
        api.service(POST, "/internal/credentials/verify", signIns::verify);
        api.service(GET, "/internal/users/:id/identities", identities::list);
        api.service(PUT, "/internal/users/:id/identities", identities::add);
        api.service(DELETE, "/internal/users/:id/identities", identities::remove);
    }
}
