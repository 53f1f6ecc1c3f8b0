package dev.guildhall.gig;

import dev.guildhall.auth.Caller;
import dev.guildhall.db.Ids;
import dev.guildhall.db.KeysetPosition;
import dev.guildhall.db.NamedStatement;
import dev.guildhall.db.Page;
import dev.guildhall.db.PageRequest;
import dev.guildhall.db.Parameters;
import dev.guildhall.db.Rows;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Gigs in PostgreSQL; the statements are in {@link GigSql} and {@link GigSearchSql}. */
final class GigRepository {
    private static final int MAX_TYPOS = 2;

    /** Empty if the viewer may not see the gig. */
    Future<Optional<Gig>> find(SqlClient client, UUID gig, Optional<Caller> viewer) {
        return queryFirst(client, GigSql.FIND, parameters(viewer).with("gig", gig), viewer);
    }

    /**
     * Finds gigs by the words as they are typed. If these find less than the first page, gigs follow that have words which differ
     * by a letter, or by two if there are none with one.
     */
    Future<Page<GigSummary>> list(SqlClient client, GigFilter filter, PageRequest page) {
        KeysetPosition after = page.after();
        if (after != null) {
            PageRequest next = new PageRequest(page.limit(), GigSort.withoutTypos(after));
            return select(client, filter.withTypos(GigSort.typos(after)), next, page.limit());
        }
        return select(client, filter, page, page.limit())
                .compose(found -> !filter.hasCorrectableWord()
                                || found.last() != null
                                || found.items().size() == page.limit()
                        ? Future.succeededFuture(found)
                        : addCorrected(client, filter.withTypos(1), page.limit(), found));
    }

    private Future<Page<GigSummary>> addCorrected(
            SqlClient client, GigFilter filter, int limit, Page<GigSummary> found) {
        PageRequest rest = new PageRequest(limit - found.items().size(), null);
        return select(client, filter, rest, limit)
                .compose(corrected -> corrected.items().isEmpty() && filter.typos() < MAX_TYPOS
                        ? addCorrected(client, filter.withTypos(filter.typos() + 1), limit, found)
                        : Future.succeededFuture(found.followedBy(corrected)));
    }

    /** @param limit how many gigs a page has; a word that fills it is not corrected */
    private static Future<Page<GigSummary>> select(SqlClient client, GigFilter filter, PageRequest page, int limit) {
        return NamedStatement.query(client, GigSearchSql.of(filter, page.rows()))
                .execute(parameters(filter, page, limit))
                .map(rows -> filter.sort() == GigSort.RELEVANCE
                        ? page.lastPage(rows, GigSummary::from)
                        : page(rows, page, gig -> filter.sort().position(gig, filter.typos())));
    }

    private static Page<GigSummary> page(
            RowSet<Row> rows, PageRequest request, Function<GigSummary, KeysetPosition> position) {
        Page<Found> page = request.page(rows, Found::from, found -> position.apply(found.gig()));
        List<Found> found = page.items();
        int last = found.size() - 1;
        return last < 0 || found.get(last).isMatch()
                ? page.map(Found::gig)
                : new Page<>(
                        found.subList(0, last).stream().map(Found::gig).toList(),
                        position.apply(found.get(last).gig()));
    }

    static Parameters parameters(GigFilter filter, PageRequest page, int limit) {
        return filter.parameters()
                .with("page", limit)
                .with(page.parameters(filter.beginning()))
                .with(GigSearchSql.scanDepth(filter, page.rows()));
    }

    /** Empty if the viewer may not see the freelancer. */
    Future<Optional<Page<GigSummary>>> listOf(
            SqlClient client, UUID freelancer, Optional<Caller> viewer, PageRequest page) {
        return NamedStatement.query(client, GigSql.OF_FREELANCER)
                .execute(parameters(viewer).with("freelancer", freelancer).with(page.parameters(KeysetPosition.NEWEST)))
                .map(rows -> page.pageOrNone(
                        rows, "id", row -> GigSummary.from(row, viewer), gig -> GigSort.NEWEST.position(gig, 0)));
    }

    Future<Void> deactivateAll(SqlClient client, UUID freelancer) {
        return NamedStatement.update(client, GigSql.DEACTIVATE_ALL)
                .execute(Map.of("freelancer", freelancer))
                .mapEmpty();
    }

    /** Returns the gigs by their ids. */
    Future<Map<UUID, Gig>> create(SqlClient client, List<NewGig> gigs) {
        Map<UUID, Optional<Caller>> viewers =
                gigs.stream().collect(Collectors.toMap(NewGig::id, gig -> Optional.of(gig.freelancer())));
        return NamedStatement.query(client, GigSql.CREATE)
                .mapTo(row -> Gig.from(row, Objects.requireNonNull(viewers.get(row.getUUID("id")))))
                .execute(NewGig.COLUMNS.parameters(gigs))
                .map(rows -> Rows.byId(rows, Gig::id));
    }

    /** Changes the gig for its owner; empty if the caller is not the owner, or may not change the current gig. */
    Future<Optional<Gig>> change(SqlClient client, GigChange change) {
        return queryFirst(
                client,
                GigSql.change(change),
                parametersWithVersions(change).with(change.values()),
                Optional.of(change.caller()));
    }

    /**
     * Takes the gig down or restores it; empty if it is the admin's own gig, is taken down or restored already, or has a
     * different version.
     */
    Future<Optional<Gig>> moderate(SqlClient client, GigChange change) {
        return queryFirst(
                client,
                change.isActivation() ? GigSql.RESTORE : GigSql.TAKE_DOWN,
                parametersWithVersions(change).with("event", Ids.next()).with("reason", change.reason()),
                Optional.of(change.caller()));
    }

    /** The current gig, to explain why it did not change; empty if the caller may not see it. */
    Future<Optional<GigSnapshot>> findSnapshot(SqlClient client, GigChange change) {
        return NamedStatement.query(client, GigSql.EXPLAIN_CHANGE)
                .mapTo(GigSnapshot::from)
                .execute(parameters(change))
                .map(Rows::first);
    }

    private static Future<Optional<Gig>> queryFirst(
            SqlClient client, String sql, Parameters parameters, Optional<Caller> viewer) {
        return NamedStatement.query(client, sql)
                .mapTo(row -> Gig.from(row, viewer))
                .execute(parameters)
                .map(Rows::first);
    }

    private static Parameters parametersWithVersions(GigChange change) {
        return parameters(change).with("versions", change.ifMatch().toArray());
    }

    private static Parameters parameters(GigChange change) {
        return parameters(Optional.of(change.caller())).with("gig", change.gig());
    }

    private static Parameters parameters(Optional<Caller> viewer) {
        return Parameters.ofCaller(
                viewer.map(Caller::id).orElse(null), viewer.map(Caller::isAdmin).orElse(false));
    }

    /** @param isMatch false: the next page begins after this gig */
    private record Found(GigSummary gig, boolean isMatch) {
        static Found from(Row row) {
            int column = row.getColumnIndex(GigSearchSql.IS_MATCH);
            return new Found(GigSummary.from(row), column < 0 || row.getBoolean(column));
        }
    }
}
