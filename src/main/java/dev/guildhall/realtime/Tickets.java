package dev.guildhall.realtime;

import dev.guildhall.auth.Claims;
import dev.guildhall.auth.Sha256;
import dev.guildhall.db.Database;
import dev.guildhall.db.NamedStatement;
import dev.guildhall.db.Rows;
import dev.guildhall.failure.Failure;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlResult;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tickets that open one socket, on any node, where the browser sends no cookie. Only their hashes are kept. */
final class Tickets {
    private static final int RANDOM_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();
    /** These bytes in base64url without padding. */
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");

    private static final String ISSUE = """
            insert into ws_tickets (hash, user_id, token_issued_at, token_expires_at, expires_at)
            values (#{hash}, #{user}, #{issued_at}, #{token_expires_at}, now() + interval '30 seconds')
            returning expires_at
            """;

    private static final String REDEEM = """
            delete from ws_tickets where hash = #{hash} and expires_at > now()
            returning user_id, token_issued_at, token_expires_at
            """;

    private static final String PRUNE = """
            delete from ws_tickets where hash in (
              select hash from ws_tickets where expires_at < now()
              order by expires_at limit #{rows} for update skip locked)
            """;

    private final Database database;

    Tickets(Database database) {
        this.database = database;
    }

    /** A ticket for the user of these claims; the socket that it opens ends when their token expires. */
    Future<Ticket> issue(Claims claims) {
        byte[] random = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(random);
        String ticket = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        Map<String, @Nullable Object> parameters = new HashMap<>();
        parameters.put("hash", hash(ticket));
        parameters.put("user", claims.subject());
        parameters.put(
                "issued_at",
                claims.issuedAt() == null ? null : claims.issuedAt().atOffset(ZoneOffset.UTC));
        parameters.put("token_expires_at", claims.expiresAt().atOffset(ZoneOffset.UTC));
        return database.write(work -> NamedStatement.query(work.client(), ISSUE).execute(parameters))
                .map(rows -> new Ticket(ticket, rows.iterator().next().getOffsetDateTime("expires_at")));
    }

    /** The claims of the token for which this ticket was issued. Works once. */
    Future<Claims> redeem(String ticket) {
        if (!FORM.matcher(ticket).matches()) {
            return Future.failedFuture(invalidTicket());
        }
        return database.write(work -> NamedStatement.query(work.client(), REDEEM)
                        .mapTo(Tickets::claims)
                        .execute(Map.of("hash", hash(ticket))))
                .map(Rows::first)
                .map(claims -> claims.orElseThrow(Tickets::invalidTicket));
    }

    private static Failure invalidTicket() {
        return new Failure.Unauthenticated(
                "auth_invalid", "This ticket was used, is older than 30 seconds, or never was one.");
    }

    Future<Integer> prune(int max) {
        return database.write(
                        work -> NamedStatement.update(work.client(), PRUNE).execute(Map.of("rows", max)))
                .map(SqlResult::rowCount);
    }

    private static Claims claims(Row row) {
        OffsetDateTime issuedAt = row.getOffsetDateTime("token_issued_at");
        return new Claims(
                row.getUUID("user_id"),
                issuedAt == null ? null : issuedAt.toInstant(),
                row.getOffsetDateTime("token_expires_at").toInstant());
    }

    private static Buffer hash(String ticket) {
        return Buffer.buffer(Sha256.hash(ticket.getBytes(StandardCharsets.UTF_8)));
    }

    record Ticket(String ticket, OffsetDateTime expiresAt) {
        @Override
        public String toString() {
            return "Ticket[***]";
        }
    }
}
