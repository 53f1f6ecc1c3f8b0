package dev.guildhall.realtime;

import dev.guildhall.auth.Claims;
import dev.guildhall.auth.Identity;
import dev.guildhall.auth.Sha256;
import dev.guildhall.auth.Subject;
import dev.guildhall.db.Database;
import dev.guildhall.db.NamedStatement;
import dev.guildhall.db.Parameters;
import dev.guildhall.db.Rows;
import dev.guildhall.failure.Failure;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlResult;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/** Tickets that open or renew one socket, on any node, where the browser sends no cookie. Only their hashes are kept. */
public final class Tickets {
    private static final int RANDOM_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();
    /** The random bytes of a ticket in base64url, without padding. */
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");

    private static final String ISSUE = """
            insert into ws_tickets (hash, user_id, issuer, subject, authenticated_at, token_expires_at, expires_at)
            values (#{hash}, #{user}, #{issuer}, #{subject}, #{authenticated_at}, #{token_expires_at},
                    now() + interval '30 seconds')
            returning expires_at
            """;

    private static final String REDEEM = """
            delete from ws_tickets where hash = #{hash} and expires_at > now()
            returning user_id, issuer, subject, authenticated_at, token_expires_at
            """;

    private static final String PRUNE = """
            delete from ws_tickets where hash in (
              select hash from ws_tickets where expires_at < now()
              order by expires_at limit #{rows} for update skip locked)
            """;

    private final Database database;

    public Tickets(Database database) {
        this.database = database;
    }

    /** A ticket for this user; the socket that it opens ends when the token of these claims expires. */
    Future<Ticket> issue(UUID user, Claims claims) {
        byte[] random = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(random);
        String ticket = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        Identity identity = claims.subject() instanceof Identity provided ? provided : null;
        Instant authenticatedAt = claims.authenticatedAt();
        Parameters parameters = Parameters.of("hash", hash(ticket))
                .with("user", user)
                .with("issuer", identity == null ? null : identity.issuer())
                .with("subject", identity == null ? null : identity.subject())
                .with("authenticated_at", authenticatedAt == null ? null : authenticatedAt.atOffset(ZoneOffset.UTC))
                .with("token_expires_at", claims.expiresAt().atOffset(ZoneOffset.UTC));
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

    /** Deletes up to this many expired tickets; returns how many it deleted. */
    public Future<Integer> prune(int max) {
        return database.write(
                        work -> NamedStatement.update(work.client(), PRUNE).execute(Map.of("rows", max)))
                .map(SqlResult::rowCount);
    }

    private static Claims claims(Row row) {
        String issuer = row.getString("issuer");
        OffsetDateTime authenticatedAt = row.getOffsetDateTime("authenticated_at");
        return new Claims(
                issuer == null
                        ? new Subject.User(row.getUUID("user_id"))
                        : new Identity(issuer, row.getString("subject")),
                authenticatedAt == null ? null : authenticatedAt.toInstant(),
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
