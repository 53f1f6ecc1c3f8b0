package dev.guildhall.moderation;

import dev.guildhall.db.NamedStatement;
import dev.guildhall.http.KeysetPosition;
import dev.guildhall.http.Page;
import dev.guildhall.http.PageRequest;
import dev.guildhall.http.PagedSelect;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The record of moderation in PostgreSQL. */
final class ModerationRepository {

    Future<Page<ModerationEvent>> list(SqlClient client, @Nullable UUID user, @Nullable UUID gig, PageRequest page) {
        Map<String, @Nullable Object> parameters = new HashMap<>(page.keyset(KeysetPosition.NEWEST));
        parameters.put("user", user);
        parameters.put("gig", gig);
        return NamedStatement.query(client, list(user != null, gig != null))
                .execute(parameters)
                .map(rows -> page.page(rows, ModerationEvent::from, ModerationEvent::position));
    }

    /** Composed, since a condition that allows for a filter that is not set would keep PostgreSQL from the filter's index. */
    static String list(boolean ofUser, boolean ofGig) {
        return PagedSelect.of(
                ModerationEvent.COLUMNS,
                "select " + ModerationEvent.COLUMNS + " from moderation_events e"
                        + " where (e.created_at, e.id) < (#{after_key}::text::timestamptz, #{after_id}::uuid)"
                        + (ofUser ? " and e.user_id = #{user}" : "")
                        + (ofGig ? " and e.gig_id = #{gig}" : "")
                        + " order by e.created_at desc, e.id desc limit #{rows}",
                "created_at desc, id desc");
    }
}
