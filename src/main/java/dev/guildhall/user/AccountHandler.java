package dev.guildhall.user;

import dev.guildhall.auth.Secret;
import dev.guildhall.failure.FieldCode;
import dev.guildhall.http.Body;
import dev.guildhall.http.Query;
import dev.guildhall.http.Reply;
import dev.guildhall.http.Request;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the requests for accounts and builds their responses. Passwords are used exactly as sent. */
final class AccountHandler {
    private static final int MIN_PASSWORD_LENGTH = 8;
    private static final int MAX_PASSWORD_LENGTH = 256;
    private static final int MAX_IP_LENGTH = 45;

    private final AccountService accounts;

    AccountHandler(AccountService accounts) {
        this.accounts = accounts;
    }

    Future<Reply> create(Request request) {
        Body body = request.body();
        NewUser user = new NewUser(
                email(body),
                body.singleLine("full_name", UserHandler.MAX_NAME_LENGTH),
                body.optionalUrl("avatar_url", UserHandler.WEB_SCHEMES),
                Boolean.TRUE.equals(body.optionalBool("email_verified")));
        String password = body.optionalVerbatim("password", MIN_PASSWORD_LENGTH, MAX_PASSWORD_LENGTH);
        if (password != null) {
            refuseIfCommon(body, password);
        }
        body.check();
        return request.write(work -> accounts.create(
                        work, user, Optional.ofNullable(password).map(Secret::new), request.requestId())
                .map(found -> found.isNew()
                        ? Reply.created(
                                found.me(), "/users/" + found.me().profile().id())
                        : Reply.ok(found.me())));
    }

    Future<Reply> findByEmail(Request request) {
        Query query = request.query();
        String email = query.requiredText("email", Emails.MAX_LENGTH);
        query.check();
        return accounts.findByEmail(email).map(Reply::ok);
    }

    Future<Reply> setPassword(Request request) {
        UUID user = request.id("id");
        Body body = request.body();
        String password = body.verbatim("password", MIN_PASSWORD_LENGTH, MAX_PASSWORD_LENGTH);
        refuseIfCommon(body, password);
        body.check();
        return request.write(
                UserHandler.lock(user),
                work -> accounts.setPassword(work, user, new Secret(password)).map(Reply::ok));
    }

    Future<Reply> verify(Request request) {
        Body body = request.body();
        String email = body.trimmed("email", Emails.MAX_LENGTH);
        // A password that is too short to have been set is only wrong, not invalid.
        Secret password = new Secret(body.verbatim("password", 1, MAX_PASSWORD_LENGTH));
        ClientAddress address = clientIp(request, body);
        body.check();
        return accounts.verify(email, password, address, request::setSecurityLogUser)
                .map(Reply::ok);
    }

    private static @Nullable ClientAddress clientIp(Request request, Body body) {
        String text = body.optionalText("client_ip", MAX_IP_LENGTH);
        if (text == null) {
            return null;
        }
        Optional<ClientAddress> address = ClientAddress.parse(text);
        if (address.isEmpty()) {
            body.refuse("client_ip", FieldCode.INVALID_FORMAT, "Must be one IP address, such as 203.0.113.7.");
        } else {
            request.setSecurityLogClientIp(text);
        }
        return address.orElse(null);
    }

    private void refuseIfCommon(Body body, String password) {
        if (accounts.isCommon(password)) {
            body.refuse("password", FieldCode.TOO_COMMON, "One of the passwords that are tried first.");
        }
    }

    private static String email(Body body) {
        String email = body.trimmed("email", Emails.MAX_LENGTH);
        if (!email.isEmpty() && !Emails.isAddress(email)) {
            body.refuse("email", FieldCode.INVALID_FORMAT, "Must be an email address, such as mira@example.com.");
        }
        return email;
    }
}
