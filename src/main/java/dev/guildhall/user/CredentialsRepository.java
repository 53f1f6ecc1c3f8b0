package dev.guildhall.user;

import dev.guildhall.db.NamedStatement;
import dev.guildhall.db.Parameters;
import dev.guildhall.db.Rows;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The hashes of passwords in PostgreSQL. */
final class CredentialsRepository {
    private static final String FIND_CREDENTIALS =
            "select id, is_active, hashed_password from users where email_key = #{email_key}";

    /** A sign-up whose response may not have arrived, so that the frontend sends it again. */
    private static final String FIND_UNUSED = """
            select u.id, u.is_active, u.hashed_password from users u
            where u.email_key = #{email_key} and u.hashed_password is not null
              and u.created_at > now() - make_interval(secs => #{seconds})
              and u.updated_at = u.created_at and u.last_sign_in_at is null and u.tokens_valid_from is null and u.is_active
              and not exists (select from identities i where i.user_id = u.id)
              and not exists (select from gigs g where g.freelancer_id = u.id)
              and not exists (select from orders o where o.client_id = u.id)
              and not exists (select from conversations c where c.user_low = u.id)
              and not exists (select from conversations c where c.user_high = u.id)
            """;

    private static final String SET_PASSWORD = SignInRepository.LIFT_FAILURES + """
            update users u set
              hashed_password = #{hash}, tokens_valid_from = greatest(u.tokens_valid_from, now()),
              claimed_tokens_valid_from = null, updated_at = now()
            where u.id = #{id}
            returning
            """ + Me.COLUMNS;

    private static final String REPLACE_HASH =
            "update users set hashed_password = #{hash} where id = #{id} and hashed_password = #{former_hash}";

    Future<Optional<Credentials>> findCredentials(SqlClient client, Optional<String> emailKey) {
        return NamedStatement.query(client, FIND_CREDENTIALS)
                .mapTo(Credentials::from)
                .execute(Parameters.of("email_key", emailKey.orElse(null)))
                .map(Rows::first);
    }

    /** The credentials of an account that is younger than this and that nobody has used. */
    Future<Optional<Credentials>> findUnused(SqlClient client, String emailKey, Duration maxAge) {
        return NamedStatement.query(client, FIND_UNUSED)
                .mapTo(Credentials::from)
                .execute(Map.of("email_key", emailKey, "seconds", (double) maxAge.toSeconds()))
                .map(Rows::first);
    }

    Future<Optional<Me>> setPassword(SqlClient client, UUID id, String hash) {
        return NamedStatement.query(client, SET_PASSWORD)
                .mapTo(Me::from)
                .execute(Map.of("id", id, "hash", hash))
                .map(Rows::first);
    }

    /** Replaces the hash by another one of the same password. */
    Future<Void> replaceHash(SqlClient client, UUID id, String formerHash, String hash) {
        return NamedStatement.update(client, REPLACE_HASH)
                .execute(Map.of("id", id, "former_hash", formerHash, "hash", hash))
                .mapEmpty();
    }
}
