package dev.guildhall.user;

import dev.guildhall.db.NamedStatement;
import dev.guildhall.db.Rows;
import dev.guildhall.limit.Limits;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlResult;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Failed sign-ins, and the addresses of successful ones, in PostgreSQL: the counts are common to all nodes. */
final class SignInRepository {
    /** The hash of an email, in lower case as in the unique index of emails. */
    static final String EMAIL_HASH = "sha256(convert_to(lower(%s), 'UTF8'))";

    /** All nodes lock in this order, so that no deadlock can occur. If there is no address, its lock is not taken. */
    private static final String LOCK = """
            select pg_advisory_xact_lock(hashtextextended('sign-in ' || lower(#{email}), 0)),
                   pg_advisory_xact_lock(hashtextextended('sign-in from ' || #{address}::text, 0))
            """;

    private static final String COUNT_ATTEMPT = """
            with asked as (
              select %s as email_hash, #{address}::text::cidr as address, make_interval(secs => #{window_s}) as counts_for,
                     exists (
                       select from sign_in_addresses a join users u on u.id = a.user_id
                       where lower(u.email) = lower(#{email}) and a.address = #{address}::text::cidr
                         and a.last_sign_in_at > now() - make_interval(secs => #{known_s})) as is_known
            ), refused as (
              select counts_for + greatest(
                (select f.failed_at from sign_in_failures f
                 where f.email_hash = asked.email_hash and f.address is not distinct from asked.address
                   and f.failed_at > now() - counts_for
                 order by f.failed_at desc offset #{most_of_both} - 1 limit 1),
                (select f.failed_at from sign_in_failures f
                 where f.address = asked.address and f.failed_at > now() - counts_for
                 order by f.failed_at desc offset #{most_of_address} - 1 limit 1),
                (select f.failed_at from sign_in_failures f
                 where asked.address is not null and not is_known and f.email_hash = asked.email_hash
                   and f.failed_at > now() - counts_for
                 order by f.failed_at desc offset #{most_of_email} - 1 limit 1)) as until
              from asked
            ), counted as (
              insert into sign_in_failures (id, email_hash, address)
              select #{id}, email_hash, address from asked, refused where until is null
            )
            select extract(epoch from until - now())::double precision as wait_s from refused
            """.formatted(EMAIL_HASH.formatted("#{email}"));

    private static final String UNCOUNT_ATTEMPT = "delete from sign_in_failures where id = #{id}";

    private static final String RECORD_SUCCESS = """
            with attempt as (
              delete from sign_in_failures where id = #{id} returning address
            )
            insert into sign_in_addresses as a (user_id, address)
            select #{user}, address from attempt where address is not null
            on conflict (user_id, address) do update set last_sign_in_at = now()
            """;

    private static final String PRUNE_FAILURES = """
            delete from sign_in_failures where id in (
              select id from sign_in_failures where failed_at < now() - make_interval(secs => #{seconds})
              order by failed_at limit #{rows} for update skip locked)
            """;

    private static final String PRUNE_ADDRESSES = """
            delete from sign_in_addresses where (user_id, address) in (
              select user_id, address from sign_in_addresses
              where last_sign_in_at < now() - make_interval(secs => #{seconds})
              order by last_sign_in_at limit #{rows} for update skip locked)
            """;

    /**
     * Counts an attempt as failed, unless there have been too many. Must run in a transaction: its locks prevent concurrent
     * counts.
     *
     * @return how long to wait; empty if the attempt was counted
     */
    Future<Optional<Duration>> countAttempt(
            SqlClient client, UUID attempt, String email, @Nullable ClientAddress address) {
        Map<String, @Nullable Object> parameters = new HashMap<>();
        parameters.put("id", attempt);
        parameters.put("email", email);
        parameters.put("address", address == null ? null : address.network());
        parameters.put("window_s", (double) Limits.SIGN_IN_WINDOW.toSeconds());
        parameters.put("known_s", (double) Limits.KNOWN_ADDRESS.toSeconds());
        parameters.put("most_of_both", Limits.MAX_FAILURES_OF_EMAIL_AND_ADDRESS);
        parameters.put("most_of_address", Limits.MAX_FAILURES_OF_ADDRESS);
        parameters.put("most_of_email", Limits.MAX_FAILURES_OF_EMAIL);
        return NamedStatement.query(client, LOCK)
                .execute(parameters)
                .compose(locked -> NamedStatement.query(client, COUNT_ATTEMPT)
                        .mapTo(row -> Optional.ofNullable(row.getDouble("wait_s"))
                                .map(seconds -> Duration.ofMillis((long) (seconds * 1000))))
                        .execute(parameters))
                .map(Rows::first)
                .map(Optional::orElseThrow);
    }

    Future<Void> uncountAttempt(SqlClient client, UUID attempt) {
        return NamedStatement.update(client, UNCOUNT_ATTEMPT)
                .execute(Map.of("id", attempt))
                .mapEmpty();
    }

    /** The attempt did not fail: removes it, and stores its address as a known address of the user. */
    Future<Void> recordSuccess(SqlClient client, UUID attempt, UUID user) {
        return NamedStatement.update(client, RECORD_SUCCESS)
                .execute(Map.of("id", attempt, "user", user))
                .mapEmpty();
    }

    Future<Integer> pruneFailures(SqlClient client, int maxRows) {
        return prune(client, PRUNE_FAILURES, Limits.SIGN_IN_WINDOW, maxRows);
    }

    Future<Integer> pruneAddresses(SqlClient client, int maxRows) {
        return prune(client, PRUNE_ADDRESSES, Limits.KNOWN_ADDRESS, maxRows);
    }

    private static Future<Integer> prune(SqlClient client, String sql, Duration maxAge, int maxRows) {
        return NamedStatement.update(client, sql)
                .execute(Map.of("seconds", (double) maxAge.toSeconds(), "rows", maxRows))
                .map(SqlResult::rowCount);
    }
}
