package dev.guildhall.gig;

import dev.guildhall.db.Ids;
import dev.guildhall.db.LockKey;
import dev.guildhall.failure.FieldCode;
import dev.guildhall.http.Body;
import dev.guildhall.http.Paging;
import dev.guildhall.http.Query;
import dev.guildhall.http.Reply;
import dev.guildhall.http.Request;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the requests about gigs and makes their responses. */
final class GigHandler {
    private static final int MAX_TITLE = 120;
    private static final int MAX_DESCRIPTION = 10_000;
    private static final int MAX_DELIVERY_DAYS = 365;
    private static final int MAX_WORDS = 200;
    private static final int MAX_REASON = 2_000;

    private static final Map<String, GigSort> SORTS = Map.of(
            "newest", GigSort.NEWEST,
            "price", GigSort.CHEAPEST,
            "-price", GigSort.DEAREST,
            "relevance", GigSort.RELEVANCE);

    private final GigService gigs;

    GigHandler(GigService gigs) {
        this.gigs = gigs;
    }

    Future<Reply> list(Request request) {
        Query query = request.query();
        GigFilter filter = new GigFilter(
                query.text("q", MAX_WORDS),
                query.money("min_price", gigs.currency()),
                query.money("max_price", gigs.currency()),
                query.optionalInteger("max_delivery_days", 1, MAX_DELIVERY_DAYS),
                query.id("freelancer_id"),
                query.language("language"),
                query.choice("sort", SORTS, GigSort.NEWEST),
                0);
        if (filter.sort() == GigSort.RELEVANCE && filter.words() == null) {
            query.refuse("sort", FieldCode.NOT_ALLOWED, "Relevance is to the words of q, which is missing.");
        }
        Paging paging = request.paging(query);
        return gigs.list(filter, paging.page()).map(paging::reply);
    }

    Future<Reply> listOf(Request request) {
        UUID freelancer = request.id("id");
        Paging paging = request.paging();
        return gigs.listOf(freelancer, request.viewer(), paging.page()).map(paging::reply);
    }

    Future<Reply> find(Request request) {
        UUID gig = request.id("id");
        request.query().check();
        return find(request, gig).map(GigHandler::reply);
    }

    private Future<Gig> find(Request request, UUID gig) {
        return gigs.find(gig, request.viewer());
    }

    Future<Reply> create(Request request) {
        Body body = request.body();
        NewGig gig = new NewGig(
                Ids.next(),
                request.caller(),
                body.singleLine("title", MAX_TITLE),
                body.trimmed("description", MAX_DESCRIPTION),
                body.money("price", gigs.currency()),
                gigs.currency(),
                body.integer("delivery_days", 1, MAX_DELIVERY_DAYS),
                body.optionalLanguage("language"),
                !Boolean.FALSE.equals(body.optionalBool("is_active")));
        body.check();
        return request.writeShared(
                null,
                gigs.sharing(gig),
                work -> gigs.create(work, gig)
                        .map(created ->
                                Reply.created(created, "/gigs/" + created.id()).withVersion(created.version())),
                id -> find(request, id));
    }

    Future<Reply> change(Request request) {
        UUID gig = request.id("id");
        Body body = request.body();
        SortedMap<String, @Nullable Object> values = new TreeMap<>();
        if (body.has("title")) {
            values.put("title", body.singleLine("title", MAX_TITLE));
        }
        if (body.has("description")) {
            values.put("description", body.trimmed("description", MAX_DESCRIPTION));
        }
        if (body.has("price")) {
            values.put("price", body.money("price"));
        }
        if (body.has("delivery_days")) {
            values.put("delivery_days", body.integer("delivery_days", 1, MAX_DELIVERY_DAYS));
        }
        if (body.has("language")) {
            values.put("language", body.optionalLanguage("language"));
        }
        if (body.has("is_active")) {
            values.put("is_active", body.bool("is_active"));
        }
        String reason = body.optionalText("reason", MAX_REASON);
        if (reason != null && !(request.caller().isAdmin() && values.keySet().equals(Set.of("is_active")))) {
            body.refuse("reason", FieldCode.NOT_ALLOWED, "Only an admin gives one, with is_active and nothing else.");
        }
        body.check();
        GigChange change = new GigChange(gig, request.caller(), request.ifMatch(), values, false, reason);
        return request.write(
                lockKey(gig), work -> gigs.change(work, change).map(GigHandler::reply), id -> find(request, id));
    }

    Future<Reply> delete(Request request) {
        request.query().check();
        GigChange deletion =
                new GigChange(request.id("id"), request.caller(), request.ifMatch(), new TreeMap<>(), true, null);
        return request.write(
                lockKey(deletion.gig()), work -> gigs.change(work, deletion).map(deleted -> Reply.noContent()));
    }

    private static LockKey lockKey(UUID gig) {
        return LockKey.changing("gig", gig);
    }

    private static Reply reply(Gig gig) {
        return Reply.ok(gig).withVersion(gig.version());
    }
}
