package dev.guildhall.user;

import dev.guildhall.db.LockKey;
import dev.guildhall.http.Body;
import dev.guildhall.http.Paging;
import dev.guildhall.http.Query;
import dev.guildhall.http.Reply;
import dev.guildhall.http.Request;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the requests about profiles and makes their responses. */
final class UserHandler {
    static final int MAX_NAME_LENGTH = 120;
    static final Set<String> WEB_SCHEMES = Set.of("http", "https");

    private static final int MAX_TEXT_LENGTH = 2_000;
    private static final int MAX_SEARCH_LENGTH = Emails.MAX_LENGTH;

    private static final Map<String, Boolean> BOOLEANS = Map.of("true", true, "false", false);

    private final UserService users;

    UserHandler(UserService users) {
        this.users = users;
    }

    Future<Reply> me(Request request) {
        request.query().check();
        return users.findMe(request.caller()).map(UserHandler::reply);
    }

    Future<Reply> change(Request request) {
        Body body = request.body();
        ProfileChange change = new ProfileChange(
                request.ifMatch(),
                Stream.of(ProfileChange.BIO, ProfileChange.AVATAR_URL, ProfileChange.PAYMENT_INSTRUCTIONS)
                        .filter(body::has)
                        .collect(Collectors.toSet()),
                body.has("full_name") ? body.singleLine("full_name", MAX_NAME_LENGTH) : null,
                body.optionalText(ProfileChange.BIO, MAX_TEXT_LENGTH),
                body.optionalUrl(ProfileChange.AVATAR_URL, WEB_SCHEMES),
                body.optionalText(ProfileChange.PAYMENT_INSTRUCTIONS, MAX_TEXT_LENGTH));
        body.check();
        return request.write(
                lock(request.caller().id()),
                work -> users.change(work, request.claims(), request.caller(), change)
                        .map(UserHandler::reply),
                id -> users.findMe(request.caller()));
    }

    /** The version does not cover the number of unread messages and the ratings. */
    private static Reply reply(Me me) {
        return Reply.ok(me).withVersion(me.version()).neverNotModified();
    }

    Future<Reply> find(Request request) {
        UUID user = request.id("id");
        request.query().check();
        return users.find(user, request.viewer().orElse(null)).map(Reply::ok);
    }

    Future<Reply> list(Request request) {
        Query query = request.query();
        UserFilter filter =
                new UserFilter(query.text("q", MAX_SEARCH_LENGTH), query.optionalChoice("is_active", BOOLEANS));
        Paging paging = request.paging(query);
        return users.list(request.caller(), filter, paging.page()).map(paging::reply);
    }

    Future<Reply> listWithSameInstructions(Request request) {
        UUID user = request.id("id");
        Paging paging = request.paging();
        return users.listWithSameInstructions(request.caller(), user, paging.page())
                .map(paging::reply);
    }

    Future<Reply> moderate(Request request) {
        UUID user = request.id("id");
        Body body = request.body();
        boolean isActive = body.bool("is_active");
        String reason =
                isActive ? body.optionalText("reason", MAX_TEXT_LENGTH) : body.trimmed("reason", MAX_TEXT_LENGTH);
        body.check();
        return request.write(
                lock(user),
                work -> users.moderate(work, request.caller(), user, isActive, reason)
                        .map(Reply::ok),
                users::findModerated);
    }

    static LockKey lock(UUID user) {
        return LockKey.changing("user", user);
    }
}
