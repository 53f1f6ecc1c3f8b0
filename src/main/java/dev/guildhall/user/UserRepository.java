package dev.guildhall.user;

import dev.guildhall.auth.Caller;
import dev.guildhall.auth.Claims;
import dev.guildhall.auth.Identity;
import dev.guildhall.db.Ids;
import dev.guildhall.db.KeysetPosition;
import dev.guildhall.db.NamedStatement;
import dev.guildhall.db.Page;
import dev.guildhall.db.PageRequest;
import dev.guildhall.db.Parameters;
import dev.guildhall.db.Rows;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Profiles in PostgreSQL. */
final class UserRepository {
    private static final String FIND_ME = "select " + Me.COLUMNS + " from users u where u.id = #{id}";

    private static final String FIND_PROFILE = "select " + Profile.COLUMNS
            + " from users u where u.id = #{id} and (u.is_active or #{inactive_too}::boolean)";

    private static final String FIND_MODERATED =
            "select " + ModeratedProfile.COLUMNS + " from users u where u.id = #{id}";

    private static final String LOCK = "select from users where id = #{id} for no key update";

    /**
     * The sessions of the user may have been ended since the caller was identified, and whoever has lost the account must
     * not be the last to say where clients pay.
     */
    private static final String CHANGE = """
            update users u set
              full_name = coalesce(#{full_name}::text, u.full_name),
              bio = case when #{sends_bio}::boolean then #{bio}::text else u.bio end,
              avatar_url = case when #{sends_avatar_url}::boolean then #{avatar_url}::text else u.avatar_url end,
              payment_instructions = case when #{sends_payment_instructions}::boolean
                then #{payment_instructions}::text else u.payment_instructions end,
              payment_instructions_changed_at = case
                when #{sends_payment_instructions}::boolean
                  and u.payment_instructions is distinct from #{payment_instructions}::text
                then now() else u.payment_instructions_changed_at end,
              updated_at = now()
            where u.id = #{id}
              and (#{versions}::int[] is null or u.version = any(#{versions}::int[]))
              and (u.tokens_valid_from is null or u.tokens_valid_from <= #{latest_sign_in}::timestamptz
                or #{issuer}::text is not null and u.tokens_valid_from = u.claimed_tokens_valid_from)
              and (#{issuer}::text is null or exists (
                select from identities i
                where i.issuer = #{issuer}::text and i.subject = #{subject}::text and i.user_id = u.id))
            returning
            """ + Me.COLUMNS;

    /**
     * If the user has the requested state already, nothing changes, the first reason included. An admin is no judge of somebody
     * with whom they have an order that is not final.
     */
    private static final String MODERATE = """
            with before as (
              select b.id, b.is_active from users b
              where b.id = #{id} and not exists (
                select from orders o
                where (o.client_id = #{actor} and o.freelancer_id = #{id} or o.client_id = #{id} and o.freelancer_id = #{actor})
                  and (o.status not in ('COMPLETED', 'CANCELLED') or o.payment_status in ('REFUND_DUE', 'REFUND_SENT')
                       or exists (
                            select from order_deadlines d
                            where d.order_id = o.id and d.deadline = 'appeal_by' and d.due_at > now())))
              for no key update
            ), event as (
              insert into moderation_events (id, actor_id, action, user_id, reason)
              select #{event}, #{actor}, case when #{is_active} then 'user_reactivated' else 'user_deactivated' end,
                     before.id, #{reason}::text
              from before where before.is_active <> #{is_active}
            )
            update users u set
              is_active = #{is_active},
              deactivation_reason = case
                when #{is_active} then null when before.is_active then #{reason}::text else u.deactivation_reason end,
              updated_at = case when before.is_active = #{is_active} then u.updated_at else now() end
            from before where u.id = before.id
            returning
            """ + ModeratedProfile.COLUMNS;

    Future<Optional<Me>> findMe(SqlClient client, UUID user) {
        return NamedStatement.query(client, FIND_ME)
                .mapTo(Me::from)
                .execute(Map.of("id", user))
                .map(Rows::first);
    }

    Future<Optional<Profile>> findProfile(SqlClient client, UUID user, boolean includesInactive) {
        return NamedStatement.query(client, FIND_PROFILE)
                .mapTo(Profile::from)
                .execute(Map.of("id", user, "inactive_too", includesInactive))
                .map(Rows::first);
    }

    Future<Optional<ModeratedProfile>> findModerated(SqlClient client, UUID user) {
        return NamedStatement.query(client, FIND_MODERATED)
                .mapTo(ModeratedProfile::from)
                .execute(Map.of("id", user))
                .map(Rows::first);
    }

    /** Until the end of the transaction nobody else changes this user. */
    Future<Void> lock(SqlClient client, UUID user) {
        return NamedStatement.query(client, LOCK).execute(Map.of("id", user)).mapEmpty();
    }

    /** Empty if the user has no session with these claims any more, or another version. */
    Future<Optional<Me>> change(SqlClient client, UUID user, Claims claims, ProfileChange change) {
        Identity identity = claims.subject() instanceof Identity provided ? provided : null;
        Instant latestSignIn = claims.latestSignIn();
        return NamedStatement.query(client, CHANGE)
                .mapTo(Me::from)
                .execute(change.parameters(user)
                        .with("issuer", identity == null ? null : identity.issuer())
                        .with("subject", identity == null ? null : identity.subject())
                        .with("latest_sign_in", latestSignIn == null ? null : latestSignIn.atOffset(ZoneOffset.UTC)))
                .map(Rows::first);
    }

    /** Empty if there is no such user, or the admin has an order with them that is not final. */
    Future<Optional<ModeratedProfile>> moderate(
            SqlClient client, Caller admin, UUID user, boolean isActive, @Nullable String reason) {
        return NamedStatement.query(client, MODERATE)
                .mapTo(ModeratedProfile::from)
                .execute(Parameters.of("event", Ids.next())
                        .with("actor", admin.id())
                        .with("id", user)
                        .with("is_active", isActive)
                        .with("reason", reason))
                .map(Rows::first);
    }

    /** Empty if there is no such user. */
    Future<Optional<Page<NamedUser>>> listWithSameInstructions(SqlClient client, UUID user, PageRequest page) {
        return NamedStatement.query(client, UserListSql.WITH_SAME_INSTRUCTIONS)
                .execute(Parameters.of("id", user).with(page.parameters(KeysetPosition.NEWEST)))
                .map(rows -> page.pageOrNone(rows, "id", NamedUser::from, NamedUser::position));
    }

    Future<Page<ListedUser>> list(SqlClient client, UserFilter filter, PageRequest page) {
        return NamedStatement.query(client, UserListSql.of(filter))
                .execute(filter.parameters().with(page.parameters(KeysetPosition.NEWEST)))
                .map(rows -> page.page(rows, ListedUser::from, ListedUser::position));
    }
}
