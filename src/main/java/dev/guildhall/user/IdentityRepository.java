package dev.guildhall.user;

import dev.guildhall.auth.Identity;
import dev.guildhall.db.NamedStatement;
import dev.guildhall.db.Parameters;
import dev.guildhall.db.Rows;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The identities of users in PostgreSQL. */
final class IdentityRepository {
    private static final String FIND_BY_IDENTITY = "select " + Me.COLUMNS
            + " from identities i join users u on u.id = i.user_id where i.issuer = #{issuer} and i.subject = #{subject}";

    private static final String ADD = """
            insert into identities (issuer, subject, user_id) values (#{issuer}, #{subject}, #{user})
            on conflict (issuer, subject) do nothing
            """;

    private static final String REMOVE =
            "delete from identities where issuer = #{issuer} and subject = #{subject} and user_id = #{user}";

    /** No row if there is no such user; a row of nulls if the user has none. */
    private static final String LIST = """
            select i.issuer, i.subject, i.created_at from users u left join identities i on i.user_id = u.id
            where u.id = #{user} order by i.created_at, i.issuer, i.subject
            """;

    Future<Optional<Me>> findUser(SqlClient client, Identity identity) {
        return NamedStatement.query(client, FIND_BY_IDENTITY)
                .mapTo(Me::from)
                .execute(parameters(identity))
                .map(Rows::first);
    }

    /** False if a user has this identity already. */
    Future<Boolean> add(SqlClient client, UUID user, Identity identity) {
        return NamedStatement.update(client, ADD)
                .execute(parameters(identity).with("user", user))
                .map(result -> result.rowCount() == 1);
    }

    Future<Void> remove(SqlClient client, UUID user, Identity identity) {
        return NamedStatement.update(client, REMOVE)
                .execute(parameters(identity).with("user", user))
                .mapEmpty();
    }

    /** Oldest first; empty if there is no such user. */
    Future<Optional<List<AddedIdentity>>> list(SqlClient client, UUID user) {
        return NamedStatement.query(client, LIST)
                .execute(Map.of("user", user))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(Rows.list(rows).stream()
                                .filter(row -> row.getString("issuer") != null)
                                .map(AddedIdentity::from)
                                .toList()));
    }

    private static Parameters parameters(Identity identity) {
        return Parameters.of("issuer", identity.issuer()).with("subject", identity.subject());
    }

    record AddedIdentity(String issuer, String subject, OffsetDateTime createdAt) {
        private static AddedIdentity from(Row row) {
            return new AddedIdentity(
                    row.getString("issuer"), row.getString("subject"), row.getOffsetDateTime("created_at"));
        }

        boolean is(Identity identity) {
            return issuer.equals(identity.issuer()) && subject.equals(identity.subject());
        }
    }
}
