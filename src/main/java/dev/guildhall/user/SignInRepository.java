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

/** Failed sign-ins, and the addresses of those that did not fail, in PostgreSQL: all nodes count together. */
final class SignInRepository {
    /** The email as its unique index has it. */
    static final String EMAIL_HASH = "sha256(convert_to(lower(%s), 'UTF8'))";

    /** By all nodes in this order. Where there is no address, no lock is taken for it. */
    private static final String LOCK = """
            select pg_advisory_xact_lock(hashtextextended('sign-in ' || lower(#{email}), 0)),
                   pg_advisory_xact_lock(hashtextextended('sign-in from ' || #{address}::text, 0))
            """;

    private static final String BEGIN = """
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

    private static final String GIVE_BACK = "delete from sign_in_failures where id = #{id}";

    private static final String SUCCEED = """
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
     * Counts an attempt as failed, unless there have been too many; to be called in a transaction, whose locks let no two count at
     * once.
     *
     * @return how long to wait; empty where it was counted
     */
    Future<Optional<Duration>> begin(SqlClient client, UUID attempt, String email, @Nullable ClientAddress address) {
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
                .compose(locked -> NamedStatement.query(client, BEGIN)
                        .mapTo(row -> Optional.ofNullable(row.getDouble("wait_s"))
                                .map(seconds -> Duration.ofMillis((long) (seconds * 1000))))
                        .execute(parameters))
                .map(Rows::first)
                .map(Optional::orElseThrow);
    }

    Future<Void> giveBack(SqlClient client, UUID attempt) {
        return NamedStatement.update(client, GIVE_BACK)
                .execute(Map.of("id", attempt))
                .mapEmpty();
    }

    /** The attempt was no failure, and its address is one that this person signs in from. */
    Future<Void> succeed(SqlClient client, UUID attempt, UUID user) {
        return NamedStatement.update(client, SUCCEED)
                .execute(Map.of("id", attempt, "user", user))
                .mapEmpty();
    }

    Future<Integer> pruneFailures(SqlClient client, int most) {
        return prune(client, PRUNE_FAILURES, Limits.SIGN_IN_WINDOW, most);
    }

    Future<Integer> pruneAddresses(SqlClient client, int most) {
        return prune(client, PRUNE_ADDRESSES, Limits.KNOWN_ADDRESS, most);
    }

    private static Future<Integer> prune(SqlClient client, String sql, Duration kept, int most) {
        return NamedStatement.update(client, sql)
                .execute(Map.of("seconds", (double) kept.toSeconds(), "rows", most))
                .map(SqlResult::rowCount);
    }
}
