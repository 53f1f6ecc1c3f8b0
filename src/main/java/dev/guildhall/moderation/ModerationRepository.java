package dev.guildhall.moderation;

import dev.guildhall.db.Keyset;
import dev.guildhall.db.KeysetPosition;
import dev.guildhall.db.NamedStatement;
import dev.guildhall.db.Page;
import dev.guildhall.db.PageRequest;
import dev.guildhall.db.PagedSelect;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Moderation events in PostgreSQL. */
final class ModerationRepository {
    private static final Keyset NEWEST = Keyset.newestFirst("e");

    private static final String FROM = """
             from moderation_events e left join users actor on actor.id = e.actor_id
             left join users moderated on moderated.id = e.user_id left join gigs g on g.id = e.gig_id
            """;

    Future<Page<ModerationEvent>> list(SqlClient client, @Nullable UUID user, @Nullable UUID gig, PageRequest page) {
        return NamedStatement.query(client, list(user != null, gig != null))
                .execute(page.parameters(KeysetPosition.NEWEST)
                        .with("user", user)
                        .with("gig", gig))
                .map(rows -> page.page(rows, ModerationEvent::from, ModerationEvent::position));
    }

    /**
     * Has conditions only for the filters that are set: a condition that also covers a filter that is not set would prevent
     * PostgreSQL from using the index.
     */
    static String list(boolean ofUser, boolean ofGig) {
        return PagedSelect.of(
                ModerationEvent.COLUMNS,
                "select " + ModerationEvent.COLUMNS + FROM + " where" + NEWEST.after()
                        + (ofUser ? " and e.user_id = #{user}" : "")
                        + (ofGig ? " and e.gig_id = #{gig}" : "")
                        + NEWEST.page(),
                NEWEST.orderOfResult());
    }
}
