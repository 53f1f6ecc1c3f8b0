package dev.guildhall.user;

import dev.guildhall.auth.Identity;
import dev.guildhall.failure.FieldCode;
import dev.guildhall.http.Body;
import dev.guildhall.http.Paging;
import dev.guildhall.http.Query;
import dev.guildhall.http.Reply;
import dev.guildhall.http.Request;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Reads the requests about accounts and makes their responses. */
final class AccountHandler {
    private static final Map<String, Boolean> TRUE = Map.of("true", true);

    private final AccountService accounts;
    private final SignInService signIns;

    AccountHandler(AccountService accounts, SignInService signIns) {
        this.accounts = accounts;
        this.signIns = signIns;
    }

    Future<Reply> findOrCreate(Request request) {
        Body body = request.body();
        String email = email(body);
        Identity identity = IdentityHandler.optionalIdentity(body);
        Password password = SignInHandler.newPassword(body, signIns);
        if (password != null && identity != null) {
            body.refuse(
                    "password",
                    FieldCode.NOT_ALLOWED,
                    "Who signs in by an identity provider has no password; set one by PUT /internal/users/{id}/password.");
        }
        NewUser user = new NewUser(
                email,
                Emails.key(email).orElse(""),
                body.singleLine("full_name", UserHandler.MAX_NAME_LENGTH),
                body.optionalUrl("avatar_url", UserHandler.WEB_SCHEMES),
                Boolean.TRUE.equals(body.optionalBool("email_verified")),
                identity,
                password);
        ClientAddress address = SignInHandler.clientIp(request, body);
        body.check();
        return accounts.findOrCreate(user, address, request.requestId())
                .map(found -> found.isNew()
                        ? Reply.created(
                                found.me(), "/users/" + found.me().profile().id())
                        : Reply.ok(found.me()));
    }

    Future<Reply> find(Request request) {
        UUID user = request.id("id");
        request.query().check();
        return accounts.find(user).map(Reply::ok);
    }

    /** One user by the email, or the list of those who cannot be found by it. */
    Future<Reply> findOrList(Request request) {
        Query query = request.query();
        boolean isList = query.optionalChoice("email_conflict", TRUE) != null;
        String email = isList ? query.text("email", Emails.MAX_LENGTH) : query.requiredText("email", Emails.MAX_LENGTH);
        if (isList && email != null) {
            query.refuse("email", FieldCode.NOT_ALLOWED, "Either email or email_conflict.");
        }
        Paging paging = request.paging(query);
        return email == null
                ? accounts.listWithoutEmailKey(paging.page()).map(paging::reply)
                : accounts.findByEmail(email).map(Reply::ok);
    }

    Future<Reply> changeEmail(Request request) {
        UUID user = request.id("id");
        Body body = request.body();
        String email = email(body);
        Boolean isVerified = body.optionalBool("email_verified");
        body.check();
        String emailKey = Emails.key(email).orElseThrow();
        return request.write(
                UserHandler.lock(user),
                work -> accounts.changeEmail(work, user, email, emailKey, isVerified, request.requestId())
                        .map(Reply::ok));
    }

    Future<Reply> verifyEmail(Request request) {
        UUID user = request.id("id");
        Body body = request.body();
        Optional<String> emailKey = body.isGiven("email") ? Emails.key(email(body)) : Optional.empty();
        body.check();
        return request.write(
                UserHandler.lock(user),
                work -> accounts.verifyEmail(work, user, emailKey, request.requestId())
                        .map(Reply::ok));
    }

    private static String email(Body body) {
        String email = body.trimmed("email", Emails.MAX_LENGTH);
        if (!email.isEmpty() && !Emails.isAddress(email)) {
            body.refuse("email", FieldCode.INVALID_FORMAT, "Must be an email address, such as mira@example.com.");
        }
        return email;
    }
}
