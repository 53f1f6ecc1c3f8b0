package dev.guildhall.moderation;

import dev.guildhall.http.Paging;
import dev.guildhall.http.Query;
import dev.guildhall.http.Reply;
import dev.guildhall.http.Request;
import io.vertx.core.Future;
import java.util.UUID;

/** Reads the requests about moderation events and makes their responses. */
final class ModerationHandler {
    private final ModerationService moderation;

    ModerationHandler(ModerationService moderation) {
        this.moderation = moderation;
    }

    Future<Reply> list(Request request) {
        Query query = request.query();
        UUID user = query.id("user_id");
        UUID gig = query.id("gig_id");
        Paging paging = request.paging(query);
        return moderation.list(request.caller(), user, gig, paging.page()).map(paging::reply);
    }
}
