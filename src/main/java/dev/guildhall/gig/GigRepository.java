package dev.guildhall.gig;

import dev.guildhall.auth.Caller;
import dev.guildhall.db.NamedStatement;
import dev.guildhall.db.Rows;
import dev.guildhall.http.Ids;
import dev.guildhall.http.KeysetPosition;
import dev.guildhall.http.Page;
import dev.guildhall.http.PageRequest;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.Currency;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Gigs in PostgreSQL; the statements stand in {@link GigSql} and {@link GigSearchSql}. */
final class GigRepository {
    /** Empty if the viewer may not see it. */
    Future<Optional<Gig>> find(SqlClient client, UUID gig, Optional<Caller> viewer) {
        Map<String, @Nullable Object> parameters = parameters(viewer);
        parameters.put("gig", gig);
        return one(client, GigSql.FIND, parameters, viewer);
    }

    Future<Page<GigSummary>> list(SqlClient client, GigFilter filter, PageRequest page) {
        Map<String, @Nullable Object> parameters = filter.parameters();
        parameters.putAll(page.keyset(filter.beginning()));
        parameters.putAll(GigSearchSql.scanDepth(filter.sort(), page.rows()));
        return NamedStatement.query(client, GigSearchSql.of(filter))
                .execute(parameters)
                .map(rows -> filter.sort() == GigSort.RELEVANCE
                        ? page.lastPage(rows, GigSummary::from)
                        : page.page(rows, GigSummary::from, filter.sort()::position));
    }

    /** Empty if the freelancer is not there for this viewer. */
    Future<Optional<Page<GigSummary>>> listOf(
            SqlClient client, UUID freelancer, Optional<Caller> viewer, PageRequest page) {
        Map<String, @Nullable Object> parameters = parameters(viewer);
        parameters.put("freelancer", freelancer);
        parameters.putAll(page.keyset(KeysetPosition.NEWEST));
        return NamedStatement.query(client, GigSql.OF_FREELANCER)
                .execute(parameters)
                .map(rows ->
                        page.pageOrNone(rows, "id", row -> GigSummary.from(row, viewer), GigSort.NEWEST::position));
    }

    Future<Gig> create(SqlClient client, Caller caller, NewGig gig, Currency currency) {
        Optional<Caller> viewer = Optional.of(caller);
        Map<String, @Nullable Object> parameters = parameters(viewer);
        parameters.put("gig", Ids.next());
        parameters.put("title", gig.title());
        parameters.put("description", gig.description());
        parameters.put("price", gig.price());
        parameters.put("currency", currency.getCurrencyCode());
        parameters.put("delivery_days", gig.deliveryDays());
        parameters.put("is_active", gig.isActive());
        return one(client, GigSql.CREATE, parameters, viewer).map(Optional::orElseThrow);
    }

    /** The gig as its owner has then made it; empty if the caller is not the owner, or may not change what it is now. */
    Future<Optional<Gig>> change(SqlClient client, GigChange change) {
        Map<String, @Nullable Object> parameters = parametersOfVersion(change);
        parameters.putAll(change.values());
        return one(client, GigSql.change(change), parameters, Optional.of(change.caller()));
    }

    /** The gig once an admin has taken it down or restored it; empty if it is the admin's own, or so already, or another version. */
    Future<Optional<Gig>> moderate(SqlClient client, GigChange change) {
        Map<String, @Nullable Object> parameters = parametersOfVersion(change);
        parameters.put("event", Ids.next());
        parameters.put("reason", change.reason());
        String statement = change.switchesOn() ? GigSql.RESTORE : GigSql.TAKE_DOWN;
        return one(client, statement, parameters, Optional.of(change.caller()));
    }

    /** The gig as it stands, for saying why it did not change; empty if the caller may not see it. */
    Future<Optional<GigStanding>> standing(SqlClient client, GigChange change) {
        return NamedStatement.query(client, GigSql.EXPLAIN_CHANGE)
                .mapTo(GigStanding::from)
                .execute(parameters(change))
                .map(Rows::first);
    }

    private static Future<Optional<Gig>> one(
            SqlClient client, String sql, Map<String, @Nullable Object> parameters, Optional<Caller> viewer) {
        return NamedStatement.query(client, sql)
                .mapTo(row -> Gig.from(row, viewer))
                .execute(parameters)
                .map(Rows::first);
    }

    private static Map<String, @Nullable Object> parametersOfVersion(GigChange change) {
        Map<String, @Nullable Object> parameters = parameters(change);
        parameters.put(
                "versions", change.versions() == null ? null : change.versions().toArray(Integer[]::new));
        return parameters;
    }

    private static Map<String, @Nullable Object> parameters(GigChange change) {
        Map<String, @Nullable Object> parameters = parameters(Optional.of(change.caller()));
        parameters.put("gig", change.gig());
        return parameters;
    }

    private static Map<String, @Nullable Object> parameters(Optional<Caller> viewer) {
        Map<String, @Nullable Object> parameters = new HashMap<>();
        parameters.put("caller", viewer.map(Caller::id).orElse(null));
        parameters.put("is_admin", viewer.map(Caller::isAdmin).orElse(false));
        return parameters;
    }
}
