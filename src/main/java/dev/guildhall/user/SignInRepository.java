package dev.guildhall.user;

import dev.guildhall.db.NamedStatement;
import dev.guildhall.db.Parameters;
import dev.guildhall.db.Rows;
import dev.guildhall.limit.Limits;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlResult;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Failed sign-ins, and the addresses of successful ones, in PostgreSQL: the counts are common to all nodes. */
final class SignInRepository {
    /** The failed sign-ins with the email of an account do not count any more. */
    static final String LIFT_FAILURES = """
            with lifted as (
              update sign_in_failures f set email_hash = null
              from users u where u.id = #{id} and f.email_hash = sha256(convert_to(u.email_key, 'UTF8'))
            )
            """;

    /** All nodes lock in this order, so that no deadlock can occur. If there is no address, its lock is not taken. */
    private static final String LOCK = """
            select pg_advisory_xact_lock(hashtextextended('sign-in ' || #{email_key}, 0)),
                   pg_advisory_xact_lock(hashtextextended('sign-in from ' || #{address}::text, 0))
            """;

    private static final String COUNT_ATTEMPT = """
            with asked as (
              select sha256(convert_to(#{email_key}, 'UTF8')) as email_hash, #{address}::text::cidr as address, make_interval(secs => #{window_s}) as counts_for,
                     exists (
                       select from sign_in_addresses a join users u on u.id = a.user_id
                       where u.email_key = #{email_key} and a.address = #{address}::text::cidr
                         and a.last_sign_in_at > now() - make_interval(secs => #{known_s})) as is_known
            ), refused as (
              select counts_for + greatest(
                (select f.failed_at from sign_in_failures f
                 where f.email_hash = asked.email_hash and f.address is not distinct from asked.address
                   and f.failed_at > now() - counts_for
                 order by f.failed_at desc offset #{max_of_both} - 1 limit 1),
                (select f.failed_at from sign_in_failures f
                 where f.address = asked.address and f.failed_at > now() - counts_for
                 order by f.failed_at desc offset #{max_of_address} - 1 limit 1),
                (select f.failed_at from sign_in_failures f
                 where asked.address is not null and not is_known and f.email_hash = asked.email_hash
                   and f.failed_at > now() - counts_for
                 order by f.failed_at desc offset #{max_of_email} - 1 limit 1)) as until
              from asked
            ), counted as (
              insert into sign_in_failures (id, email_hash, address)
              select #{id}, email_hash, address from asked, refused where until is null
            )
            select extract(epoch from until - now())::double precision as wait_s from refused
            """;

    private static final String UNCOUNT_ATTEMPT = "delete from sign_in_failures where id = #{id}";

    /** Locks the user first, as everything else does that locks rows of the account. */
    private static final String RECORD_SUCCESS = """
            with account as (
              update users set last_sign_in_at = case when #{is_sign_in} then now() else last_sign_in_at end
              where id = #{user} and hashed_password = #{hash}
              returning id
            ), attempt as (
              delete from sign_in_failures where id = #{id} and exists (select from account) returning address
            ), known as (
              insert into sign_in_addresses as a (user_id, address)
              select account.id, attempt.address from account, attempt
              where attempt.address is not null and #{is_sign_in}
              on conflict (user_id, address) do update set last_sign_in_at = now()
            )
            select from account
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
     * @param emailKey or another text, if it is no email
     * @return how long to wait; empty if the attempt was counted
     */
    Future<Optional<Duration>> countAttempt(
            SqlClient client, UUID attempt, String emailKey, @Nullable ClientAddress address) {
        Parameters parameters = Parameters.of("id", attempt)
                .with("email_key", emailKey)
                .with("address", address == null ? null : address.network())
                .with("window_s", (double) Limits.SIGN_IN_WINDOW.toSeconds())
                .with("known_s", (double) Limits.KNOWN_ADDRESS.toSeconds())
                .with("max_of_both", Limits.MAX_FAILURES_OF_EMAIL_AND_ADDRESS)
                .with("max_of_address", Limits.MAX_FAILURES_OF_ADDRESS)
                .with("max_of_email", Limits.MAX_FAILURES_OF_EMAIL);
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

    /**
     * Removes an attempt that was no failure; if it is a sign-in, stores its time, and its address as a known one.
     *
     * @return false, and nothing is changed, if the account has another password since this one was compared
     */
    Future<Boolean> recordSuccess(SqlClient client, UUID attempt, Credentials verified, boolean isSignIn) {
        return NamedStatement.query(client, RECORD_SUCCESS)
                .execute(Map.of(
                        "id",
                        attempt,
                        "user",
                        verified.id(),
                        "hash",
                        verified.hash().orElseThrow(),
                        "is_sign_in",
                        isSignIn))
                .map(rows -> rows.size() == 1);
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
