package dev.guildhall.user;

import dev.guildhall.db.Rows;
import dev.guildhall.db.Statement;
import dev.guildhall.http.Ids;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Accounts in PostgreSQL. Emails are compared there, by the same function as in their unique index. */
final class AccountRepository {
    private static final String IS_ADMINS = "in (select lower(email) from unnest(#{admins}::text[]) as email)";

    private static final String INSERT = """
            insert into users as u (id, email, email_verified, hashed_password, full_name, avatar_url, is_admin)
            values (#{id}, #{email}, #{email_verified}, #{hash}, #{full_name}, #{avatar_url},
                    #{email_verified} and lower(#{email}) %s)
            on conflict (lower(email)) do nothing
            returning
            """.formatted(IS_ADMINS) + Me.COLUMNS;

    private static final String FIND_BY_EMAIL =
            "select " + Me.COLUMNS + " from users u where lower(u.email) = lower(#{email})";

    private static final String FIND_WITHOUT_PASSWORD = FIND_BY_EMAIL + " and u.hashed_password is null";

    private static final String FIND_CREDENTIALS =
            "select id, is_active, hashed_password from users where lower(email) = lower(#{email})";

    /** Tokens say when they were issued in whole seconds, and one issued right afterwards is to be good. */
    private static final String SET_PASSWORD = """
            update users u set
              hashed_password = #{hash}, tokens_valid_from = date_trunc('second', now()), updated_at = now()
            where u.id = #{id}
            returning
            """ + Me.COLUMNS;

    private static final String PROMOTE = """
            update users u set is_admin = true, updated_at = now()
            where u.email_verified and not u.is_admin and lower(u.email) %s
            returning u.id
            """.formatted(IS_ADMINS);

    /** Empty if somebody has this email. */
    Future<Optional<Me>> insert(SqlClient client, NewUser user, Optional<String> hash, Set<String> admins) {
        Map<String, @Nullable Object> parameters = new HashMap<>();
        parameters.put("id", Ids.next());
        parameters.put("email", user.email());
        parameters.put("email_verified", user.isEmailVerified());
        parameters.put("hash", hash.orElse(null));
        parameters.put("full_name", user.fullName());
        parameters.put("avatar_url", user.avatarUrl());
        parameters.put("admins", admins.toArray(String[]::new));
        return one(client, INSERT, parameters);
    }

    Future<Optional<Me>> findByEmail(SqlClient client, String email) {
        return one(client, FIND_BY_EMAIL, Map.of("email", email));
    }

    Future<Optional<Me>> findWithoutPassword(SqlClient client, String email) {
        return one(client, FIND_WITHOUT_PASSWORD, Map.of("email", email));
    }

    Future<Optional<Credentials>> findCredentials(SqlClient client, String email) {
        return Statement.query(client, FIND_CREDENTIALS)
                .mapTo(Credentials::from)
                .execute(Map.of("email", email))
                .map(Rows::first);
    }

    Future<Optional<Me>> setPassword(SqlClient client, UUID id, String hash) {
        return one(client, SET_PASSWORD, Map.of("id", id, "hash", hash));
    }

    /** Those who were no admins before. */
    Future<List<UUID>> promote(SqlClient client, Set<String> admins) {
        return Statement.query(client, PROMOTE)
                .mapTo(row -> row.getUUID("id"))
                .execute(Map.of("admins", admins.toArray(String[]::new)))
                .map(Rows::list);
    }

    private static Future<Optional<Me>> one(
            SqlClient client, String sql, Map<String, ? extends @Nullable Object> parameters) {
        return Statement.query(client, sql)
                .mapTo(Me::from)
                .execute(new HashMap<>(parameters))
                .map(Rows::first);
    }
}
