package dev.guildhall.user;

import dev.guildhall.db.Ids;
import dev.guildhall.db.KeysetPosition;
import dev.guildhall.db.NamedStatement;
import dev.guildhall.db.Page;
import dev.guildhall.db.PageRequest;
import dev.guildhall.db.Parameters;
import dev.guildhall.db.Rows;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Accounts, their emails and their sessions in PostgreSQL. Emails are compared by their {@linkplain Emails#key keys}. */
final class AccountRepository {
    private static final String INSERT = """
            insert into users as u (id, email, email_key, email_verified, hashed_password, full_name, avatar_url)
            select #{id}, #{email}, #{email_key}, #{email_verified}, #{hash}, #{full_name}, #{avatar_url}
            where not exists (select from users c where c.contested_email_key = #{email_key})
            on conflict (email_key) do nothing
            returning
            """ + Me.COLUMNS;

    private static final String FIND_BY_EMAIL =
            "select " + Me.COLUMNS + " from users u where u.email_key = #{email_key}";

    private static final String LOCK = """
            select u.id, u.email_verified, u.hashed_password is not null as has_password
            from users u where u.email_key = #{email_key} for no key update
            """;

    /**
     * Only the id remains, and what others share with it: orders, messages, reviews and deactivated gigs. Sessions
     * that began up to 15 seconds ago, by which clocks may differ, end too: otherwise a stranger who signs in again and again would
     * keep the account. A session that begins in a later second than this one is valid.
     */
    private static final String CLAIM = SignInRepository.LIFT_FAILURES + """
            , removed_identities as (
              delete from identities where user_id = #{id}
            ), removed_addresses as (
              delete from sign_in_addresses where user_id = #{id}
            ), cut as (
              select greatest(tokens_valid_from, date_trunc('second', now()) + interval '16 seconds') as until
              from users where id = #{id}
            )
            update users u set
              email = #{email}, email_verified = true, hashed_password = #{hash}, full_name = #{full_name}, bio = null,
              avatar_url = #{avatar_url}, payment_instructions = null, revoked_instructions_n = u.payment_instructions_n,
              payment_instructions_changed_at = case when u.payment_instructions is null
                then u.payment_instructions_changed_at else now() end,
              tokens_valid_from = cut.until, claimed_tokens_valid_from = cut.until, updated_at = now()
            from cut where u.id = #{id}
            returning
            """ + Me.COLUMNS;

    /**
     * The first lock is as strong as that of the update, which changes a unique column: a move that was between the two would wait for
     * this statement, and this one for the move.
     */
    private static final String CHANGE_EMAIL = """
            with before as (
              select b.id, b.is_admin from users b where b.id = #{id} for update
            )
            update users u set
              email = #{email}, email_key = #{email_key}, contested_email_key = null,
              email_verified = coalesce(#{email_verified}::boolean,
                u.email_verified and coalesce(u.email_key, u.contested_email_key) = #{email_key}),
              updated_at = now()
            from before
            where u.id = before.id
              and not exists (select from users c where c.contested_email_key = #{email_key} and c.id <> u.id)
            returning before.is_admin as was_admin,
            """ + Me.COLUMNS;

    private static final String VERIFY_EMAIL = """
            with before as (
              select b.id, b.is_admin from users b where b.id = #{id} for no key update
            )
            update users u set
              email_verified = true, updated_at = case when u.email_verified then u.updated_at else now() end
            from before
            where u.id = before.id
              and (#{email_key}::text is null or coalesce(u.email_key, u.contested_email_key) = #{email_key})
            returning before.is_admin as was_admin,
            """ + Me.COLUMNS;

    /** What has ended once does not come back: a session of a second ago may be one of those. */
    private static final String END_SESSIONS = """
            update users set
              tokens_valid_from = greatest(
                tokens_valid_from, now(), #{latest_sign_in}::timestamptz + interval '1 millisecond'),
              claimed_tokens_valid_from = null
            where id = #{id}
            """;

    /** Whether the user's sessions were ended so lately that one of a second ago, or of a clock that is a second late, is not good. */
    private static final String FIND_JUST_ENDED =
            "select from users where id = #{id} and tokens_valid_from > now() + interval '14 seconds'";

    /** Empty if an account with this email exists. */
    Future<Optional<Me>> insert(SqlClient client, NewUser user, Optional<String> hash) {
        return findOne(
                client,
                INSERT,
                parameters(Ids.next(), user, hash)
                        .with("email_key", user.emailKey())
                        .with("email_verified", user.isEmailVerified()));
    }

    /** The account with this email, locked until the end of the transaction. */
    Future<Optional<ExistingAccount>> lock(SqlClient client, String emailKey) {
        return NamedStatement.query(client, LOCK)
                .mapTo(ExistingAccount::from)
                .execute(Map.of("email_key", emailKey))
                .map(Rows::first);
    }

    /** Makes the account one of the new user, who has proven its email: nothing in it remains of whoever has made it. */
    Future<Me> claim(SqlClient client, UUID account, NewUser user, Optional<String> hash) {
        return NamedStatement.query(client, CLAIM)
                .mapTo(Me::from)
                .execute(parameters(account, user, hash))
                .map(rows -> rows.iterator().next());
    }

    /** Whether a session that begins now would not be good, since those of this user have just ended. */
    Future<Boolean> haveSessionsJustEnded(SqlClient client, UUID user) {
        return NamedStatement.query(client, FIND_JUST_ENDED)
                .execute(Map.of("id", user))
                .map(rows -> rows.size() == 1);
    }

    private static Parameters parameters(UUID id, NewUser user, Optional<String> hash) {
        return Parameters.of("id", id)
                .with("email", user.email())
                .with("hash", hash.orElse(null))
                .with("full_name", user.fullName())
                .with("avatar_url", user.avatarUrl());
    }

    Future<Optional<Me>> findByEmail(SqlClient client, Optional<String> emailKey) {
        return findOne(client, FIND_BY_EMAIL, Parameters.of("email_key", emailKey.orElse(null)));
    }

    Future<Page<ListedUser>> listWithoutEmailKey(SqlClient client, PageRequest page) {
        return NamedStatement.query(client, UserListSql.WITHOUT_EMAIL_KEY)
                .execute(page.parameters(KeysetPosition.NEWEST))
                .map(rows -> page.page(rows, ListedUser::from, ListedUser::position));
    }

    /** Empty if there is no such user, or the email is contested. Fails if another account has it. */
    Future<Optional<Changed>> changeEmail(
            SqlClient client, UUID user, String email, String emailKey, @Nullable Boolean isVerified) {
        return NamedStatement.query(client, CHANGE_EMAIL)
                .mapTo(Changed::from)
                .execute(Parameters.of("id", user)
                        .with("email", email)
                        .with("email_key", emailKey)
                        .with("email_verified", isVerified))
                .map(Rows::first);
    }

    /**
     * Empty if there is no such user, or the user has another email.
     *
     * @param emailKey of the email that was proven; empty: the one that the account has
     */
    Future<Optional<Changed>> verifyEmail(SqlClient client, UUID user, Optional<String> emailKey) {
        return NamedStatement.query(client, VERIFY_EMAIL)
                .mapTo(Changed::from)
                .execute(Parameters.of("id", user).with("email_key", emailKey.orElse(null)))
                .map(Rows::first);
    }

    /**
     * Whether there is such a user, whose sessions have ended now.
     *
     * @param latestSignIn of a session that ends even if it is so new that it may have begun after this moment; null: of none
     */
    Future<Boolean> endSessions(SqlClient client, UUID id, @Nullable Instant latestSignIn) {
        return NamedStatement.update(client, END_SESSIONS)
                .execute(Parameters.of("id", id)
                        .with("latest_sign_in", latestSignIn == null ? null : latestSignIn.atOffset(ZoneOffset.UTC)))
                .map(result -> result.rowCount() == 1);
    }

    private static Future<Optional<Me>> findOne(SqlClient client, String sql, Parameters parameters) {
        return NamedStatement.query(client, sql)
                .mapTo(Me::from)
                .execute(parameters)
                .map(Rows::first);
    }

    record ExistingAccount(UUID id, boolean isEmailVerified, boolean hasPassword) {
        private static ExistingAccount from(Row row) {
            return new ExistingAccount(
                    row.getUUID("id"), row.getBoolean("email_verified"), row.getBoolean("has_password"));
        }
    }

    /** @param wasAdmin whether the user was an admin before the change */
    record Changed(Me me, boolean wasAdmin) {
        private static Changed from(Row row) {
            return new Changed(Me.from(row), row.getBoolean("was_admin"));
        }
    }
}
