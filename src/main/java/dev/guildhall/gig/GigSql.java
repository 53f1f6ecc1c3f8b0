package dev.guildhall.gig;

import dev.guildhall.db.Columns;
import dev.guildhall.db.Keyset;
import dev.guildhall.db.PagedSelect;
import dev.guildhall.user.UserSummary;
import java.util.stream.Collectors;

/** The statements on single gigs and on the gigs of one freelancer. Each checks itself whether the caller is allowed. */
final class GigSql {
    private static final Columns SUMMARY_COLUMNS = Columns.of(
                    "g.id", "g.price", "g.delivery_days", "g.is_active", "g.version", "g.created_at", "g.updated_at")
            .withText("g.title", "g.currency", "g.language");

    private static final Columns TAKEN_DOWN = Columns.of("g.taken_down_at").withText("g.taken_down_reason");

    private static final Columns GIG_COLUMNS =
            SUMMARY_COLUMNS.withText("g.description").with(TAKEN_DOWN);

    static final Columns GIG = GIG_COLUMNS.with(Columns.of("g.freelancer_id"));

    private static final Columns COLUMNS = GIG_COLUMNS.with(UserSummary.columns("freelancer"));

    static final Columns SUMMARY = SUMMARY_COLUMNS
            .withText("left(g.description, %d) as description_excerpt".formatted(GigSummary.MAX_EXCERPT))
            .with(UserSummary.columns("freelancer"));

    private static final Columns SUMMARY_OF_FREELANCER = SUMMARY.with(TAKEN_DOWN);

    private static final Keyset NEWEST = GigSort.NEWEST.keyset();

    static final String FREELANCER = " join users freelancer on freelancer.id = g.freelancer_id ";

    private static final String IS_VISIBLE = """
             g.deleted_at is null
             and ((g.is_active and freelancer.is_active) or g.freelancer_id = #{caller} or #{is_admin}::boolean)
            """;

    static final String FIND =
            "select " + COLUMNS + " from gigs g" + FREELANCER + "where g.id = #{gig} and" + IS_VISIBLE;

    static final String EXPLAIN_CHANGE =
            "select g.freelancer_id, g.version, g.currency, g.taken_down_at is not null as is_taken_down from gigs g"
                    + FREELANCER + "where g.id = #{gig} and" + IS_VISIBLE;

    static final String CREATE =
            NewGig.COLUMNS.statement("""
            created as (
              insert into gigs as g (id, freelancer_id, title, description, price, currency, delivery_days, language, is_active)
              select id, freelancer_id, title, description, price, currency, delivery_days, language, is_active from request
              returning %s
            )
            """.formatted(GIG) + "select " + COLUMNS + " from created g" + FREELANCER);

    private static final String WHERE_VERSION = """
             where g.id = #{gig} and g.deleted_at is null
               and (#{versions}::int[] is null or g.version = any(#{versions}::int[]))
            """;

    private static final String WHERE_OWNER = WHERE_VERSION + " and g.freelancer_id = #{caller} ";

    static final String TAKE_DOWN = moderate("""
            active_when_restored = g.is_active, is_active = false, taken_down_at = now(), taken_down_reason = #{reason}
            """, "g.taken_down_at is null", "gig_taken_down");

    static final String RESTORE = moderate("""
            is_active = g.active_when_restored, active_when_restored = null, taken_down_at = null, taken_down_reason = null
            """, "g.taken_down_at is not null", "gig_restored");

    static final String OF_FREELANCER = PagedSelect.of(
            SUMMARY_OF_FREELANCER,
            """
            select %s from users freelancer left join lateral (
              select %s from gigs g
              where g.freelancer_id = freelancer.id and g.deleted_at is null
                and (g.is_active and freelancer.refund_due_at > now() or freelancer.id = #{caller} or #{is_admin}::boolean)
                and %s %s
            ) g on true
            where freelancer.id = #{freelancer} and (freelancer.is_active or #{is_admin}::boolean)
            """.formatted(SUMMARY_OF_FREELANCER, GIG, NEWEST.after(), NEWEST.page()) + NEWEST.order(),
            NEWEST.orderOfResult());

    /** If the owner deactivates a gig that is taken down, restoring it does not activate it. */
    private static final String SET_ACTIVE_WHEN_RESTORED =
            ", active_when_restored = case when g.taken_down_at is not null then false end";

    static final String DEACTIVATE_ALL = """
            update gigs g set is_active = false, version = g.version + 1, updated_at = now() %s
            where g.freelancer_id = #{freelancer} and g.deleted_at is null and (g.is_active or g.active_when_restored)
            """.formatted(SET_ACTIVE_WHEN_RESTORED);

    private GigSql() {}

    static String change(GigChange change) {
        return "with g as (" + (change.isEmpty() ? "select " + GIG + " from gigs g" + WHERE_OWNER : update(change))
                + ") select " + COLUMNS + " from g" + FREELANCER;
    }

    private static String update(GigChange change) {
        String values = change.isDeletion()
                ? "deleted_at = now()"
                : change.values().keySet().stream()
                        .map(column -> column + " = #{" + column + "}")
                        .collect(Collectors.joining(", "));
        return "update gigs g set " + values
                + (change.hasIsActive() ? SET_ACTIVE_WHEN_RESTORED : "")
                + ", version = g.version + 1, updated_at = now()" + WHERE_OWNER
                + (change.isActivation() ? "and g.taken_down_at is null " : "")
                + (change.price() != null ? "and scale(#{price}) <= minor_units(g.currency) " : "")
                + "returning " + GIG;
    }

    private static String moderate(String values, String condition, String action) {
        return """
                with g as (
                  update gigs g set %s, version = g.version + 1, updated_at = now()
                  %s and g.freelancer_id <> #{caller} and %s
                  returning %s
                ), event as (
                  insert into moderation_events (id, actor_id, action, gig_id, reason)
                  select #{event}, #{caller}, '%s', g.id, #{reason} from g
                )
                """.formatted(values, WHERE_VERSION, condition, GIG, action) + "select " + COLUMNS + " from g"
                + FREELANCER;
    }
}
