package dev.guildhall.user;

import dev.guildhall.auth.Claims;
import dev.guildhall.http.Reply;
import dev.guildhall.http.Request;
import io.vertx.core.Future;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the requests that end all sessions of a user. */
final class SessionHandler {
    private final AccountService accounts;

    SessionHandler(AccountService accounts) {
        this.accounts = accounts;
    }

    /** Ends the sessions of the caller. */
    Future<Reply> endOwn(Request request) {
        return end(request, request.caller().id(), request.claims());
    }

    /** Ends the sessions of the user in the path. */
    Future<Reply> end(Request request) {
        return end(request, request.id("id"), null);
    }

    private Future<Reply> end(Request request, UUID user, @Nullable Claims own) {
        request.body().check();
        return request.write(
                UserHandler.lock(user),
                work -> accounts.endSessions(work, user, own).map(ended -> Reply.noContent()));
    }
}
