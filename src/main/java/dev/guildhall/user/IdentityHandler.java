package dev.guildhall.user;

import dev.guildhall.auth.Identity;
import dev.guildhall.http.Body;
import dev.guildhall.http.Query;
import dev.guildhall.http.Reply;
import dev.guildhall.http.Request;
import dev.guildhall.user.IdentityRepository.AddedIdentity;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the requests about identities and makes their responses. */
final class IdentityHandler {
    private final IdentityService identities;

    IdentityHandler(IdentityService identities) {
        this.identities = identities;
    }

    Future<Reply> list(Request request) {
        UUID user = request.id("id");
        request.query().check();
        return identities.list(user).map(IdentityHandler::reply);
    }

    Future<Reply> add(Request request) {
        UUID user = request.id("id");
        Body body = request.body();
        Identity identity = identity(body);
        body.check();
        return request.write(
                UserHandler.lock(user),
                work -> identities.add(work, user, identity).map(IdentityHandler::reply));
    }

    Future<Reply> remove(Request request) {
        UUID user = request.id("id");
        Query query = request.query();
        Identity identity = new Identity(
                query.verbatim("issuer", Identity.MAX_LENGTH), query.verbatim("subject", Identity.MAX_LENGTH));
        query.check();
        request.body().check();
        return request.write(
                UserHandler.lock(user),
                work -> identities.remove(work, user, identity).map(removed -> Reply.noContent()));
    }

    /** Reads both parts or none. */
    static @Nullable Identity optionalIdentity(Body body) {
        boolean hasIssuer = body.isGiven("issuer");
        boolean hasSubject = body.isGiven("subject");
        return hasIssuer || hasSubject ? identity(body) : null;
    }

    private static Identity identity(Body body) {
        return new Identity(
                body.verbatim("issuer", 1, Identity.MAX_LENGTH), body.verbatim("subject", 1, Identity.MAX_LENGTH));
    }

    private static Reply reply(List<AddedIdentity> items) {
        return Reply.ok(new Identities(items));
    }

    private record Identities(List<AddedIdentity> items) {}
}
