package dev.guildhall.user;

import dev.guildhall.db.Ids;
import dev.guildhall.db.NamedStatement;
import dev.guildhall.db.Parameters;
import dev.guildhall.db.Rows;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Accounts in PostgreSQL. Emails are compared there, with the same function as in their unique index. */
final class AccountRepository {
    private static final String INSERT = """
            insert into users as u (id, email, email_verified, hashed_password, full_name, avatar_url)
            values (#{id}, #{email}, #{email_verified}, #{hash}, #{full_name}, #{avatar_url})
            on conflict (lower(email)) do nothing
            returning
            """ + Me.COLUMNS;

    private static final String FIND_BY_EMAIL =
            "select " + Me.COLUMNS + " from users u where lower(u.email) = lower(#{email})";

    private static final String FIND_WITHOUT_PASSWORD = FIND_BY_EMAIL + " and u.hashed_password is null";

    private static final String FIND_CREDENTIALS =
            "select id, is_active, hashed_password from users where lower(email) = lower(#{email})";

    /** Tokens contain the time of issue in whole seconds, and a token issued directly after the change must be valid. */
    private static final String SET_PASSWORD =
            """
            with lifted as (
              update sign_in_failures f set email_hash = null
              from users u where u.id = #{id} and f.email_hash = %s
            )
            update users u set
              hashed_password = #{hash}, tokens_valid_from = date_trunc('second', now()), updated_at = now()
            where u.id = #{id}
            returning
            """.formatted(SignInRepository.EMAIL_HASH.formatted("u.email")) + Me.COLUMNS;

    /** While it is held, no user changes the email by the old list. */
    private static final String LOCK_ADMIN_EMAILS = "lock table admin_emails in exclusive mode";

    private static final String REPLACE_ADMIN_EMAILS = """
            with wanted as (
              select distinct lower(given.email) as email from unnest(#{emails}::text[]) as given (email)
            ), removed as (
              delete from admin_emails a where not exists (select from wanted w where w.email = a.email)
            )
            insert into admin_emails (email) select w.email from wanted w on conflict (email) do nothing
            """;

    private static final String GRANT_ADMIN = """
            update users u set is_admin = true, updated_at = now() from admin_emails a
            where lower(u.email) = a.email and u.email_verified and not u.is_admin
            returning u.id
            """;

    private static final String REVOKE_ADMIN = """
            update users u set is_admin = false, updated_at = now()
            where u.is_admin
              and not (u.email_verified and exists (select from admin_emails a where a.email = lower(u.email)))
            returning u.id
            """;

    /** Empty if an account with this email exists. */
    Future<Optional<Me>> insert(SqlClient client, NewUser user, Optional<String> hash) {
        return findOne(
                client,
                INSERT,
                Parameters.of("id", Ids.next())
                        .with("email", user.email())
                        .with("email_verified", user.isEmailVerified())
                        .with("hash", hash.orElse(null))
                        .with("full_name", user.fullName())
                        .with("avatar_url", user.avatarUrl()));
    }

    Future<Optional<Me>> findByEmail(SqlClient client, String email) {
        return findOne(client, FIND_BY_EMAIL, Parameters.of("email", email));
    }

    Future<Optional<Me>> findWithoutPassword(SqlClient client, String email) {
        return findOne(client, FIND_WITHOUT_PASSWORD, Parameters.of("email", email));
    }

    Future<Optional<Credentials>> findCredentials(SqlClient client, String email) {
        return NamedStatement.query(client, FIND_CREDENTIALS)
                .mapTo(Credentials::from)
                .execute(Map.of("email", email))
                .map(Rows::first);
    }

    Future<Optional<Me>> setPassword(SqlClient client, UUID id, String hash) {
        return findOne(client, SET_PASSWORD, Parameters.of("id", id).with("hash", hash));
    }

    private static List<UUID> ids(RowSet<Row> rows) {
        return Rows.list(rows).stream().map(row -> row.getUUID("id")).toList();
    }

    /** Makes the users with these emails, once verified, the only admins. Must run in a transaction. */
    Future<AdminChanges> replaceAdmins(SqlClient client, Set<String> emails) {
        return client.query(LOCK_ADMIN_EMAILS)
                .execute()
                .compose(locked -> NamedStatement.update(client, REPLACE_ADMIN_EMAILS)
                        .execute(Map.of("emails", emails.toArray(String[]::new))))
                .compose(replaced -> client.query(GRANT_ADMIN).execute())
                .compose(granted -> client.query(REVOKE_ADMIN)
                        .execute()
                        .map(revoked -> new AdminChanges(ids(granted), ids(revoked))));
    }

    private static Future<Optional<Me>> findOne(SqlClient client, String sql, Parameters parameters) {
        return NamedStatement.query(client, sql)
                .mapTo(Me::from)
                .execute(parameters)
                .map(Rows::first);
    }

    /** The ids of the users who became admins, and of those who are no longer admins. */
    record AdminChanges(List<UUID> granted, List<UUID> revoked) {}
}
