package dev.guildhall.user;

import dev.guildhall.db.NamedStatement;
import dev.guildhall.db.Rows;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The emails of the admins, and who is an admin by them, in PostgreSQL. */
final class AdminRepository {
    /** While it is held, no user changes the email by the old list. */
    private static final String LOCK_ADMIN_EMAILS = "lock table admin_emails in exclusive mode";

    private static final String REPLACE_ADMIN_EMAILS = """
            with wanted as (
              select given.email_key from unnest(#{email_keys}::text[]) as given (email_key)
            ), removed as (
              delete from admin_emails a where not exists (select from wanted w where w.email_key = a.email_key)
            )
            insert into admin_emails (email_key) select w.email_key from wanted w on conflict (email_key) do nothing
            """;

    /** Locks users in the order of their ids, as the moves that end an order do. */
    private static final String GRANT_ADMIN = """
            with granted as (
              select u.id from users u join admin_emails a on a.email_key = u.email_key
              where u.email_verified and not u.is_admin
              order by u.id for no key update of u
            )
            update users u set is_admin = true, updated_at = now() from granted where u.id = granted.id
            returning u.id
            """;

    private static final String REVOKE_ADMIN = """
            with revoked as (
              select u.id from users u
              where u.is_admin
                and not (u.email_verified and exists (select from admin_emails a where a.email_key = u.email_key))
              order by u.id for no key update
            )
            update users u set is_admin = false, updated_at = now() from revoked where u.id = revoked.id
            returning u.id
            """;

    /** Whose email or its verification changes from now on is an admin by this list. Must run in a transaction. */
    Future<Void> replaceAdminEmails(SqlClient client, Set<String> emailKeys) {
        return client.query(LOCK_ADMIN_EMAILS)
                .execute()
                .compose(locked -> NamedStatement.update(client, REPLACE_ADMIN_EMAILS)
                        .execute(Map.of("email_keys", emailKeys.toArray(String[]::new))))
                .mapEmpty();
    }

    /** Makes the users with the verified emails of the list the only admins. Must run in a transaction. */
    Future<AdminChanges> replaceAdmins(SqlClient client) {
        return client.query(GRANT_ADMIN)
                .execute()
                .compose(granted -> client.query(REVOKE_ADMIN)
                        .execute()
                        .map(revoked -> new AdminChanges(ids(granted), ids(revoked))));
    }

    private static List<UUID> ids(RowSet<Row> rows) {
        return Rows.list(rows).stream().map(row -> row.getUUID("id")).toList();
    }

    /** The ids of the users who became admins, and of those who are no longer admins. */
    record AdminChanges(List<UUID> granted, List<UUID> revoked) {}
}
