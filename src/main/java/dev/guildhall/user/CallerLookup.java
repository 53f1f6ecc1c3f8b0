package dev.guildhall.user;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.guildhall.auth.Caller;
import dev.guildhall.auth.Claims;
import dev.guildhall.db.Database;
import dev.guildhall.db.NamedStatement;
import dev.guildhall.db.Rows;
import dev.guildhall.failure.Failure;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds the user of a verified token and checks that the user may still act; caches the user for at most two seconds. */
public final class CallerLookup {
    private static final Duration CACHED_FOR = Duration.ofSeconds(2);
    private static final int MAX_CACHED = 50_000;

    private static final String COLUMNS = "select id, is_admin, is_active, tokens_valid_from from users ";
    private static final String FIND = COLUMNS + "where id = #{id}";
    private static final String RELOAD = COLUMNS + "where id = any(#{ids}::uuid[])";

    private final Database database;
    private final Cache<UUID, Account> accounts = Caffeine.newBuilder()
            .expireAfterWrite(CACHED_FOR)
            .maximumSize(MAX_CACHED)
            .build();

    public CallerLookup(Database database) {
        this.database = database;
    }

    /**
     * Fails as unauthenticated: {@code user_unknown}, {@code user_deactivated}, or {@code auth_expired} after a new
     * password.
     */
    public Future<Caller> identify(Claims claims) {
        Account cached = accounts.getIfPresent(claims.subject());
        return cached == null
                ? load(claims.subject()).map(account -> account.toCaller(claims))
                : Future.succeededFuture(cached).map(account -> account.toCaller(claims));
    }

    /** Removes a user from the cache, so that a change of the user takes effect on this node at once. */
    public void forget(UUID id) {
        accounts.invalidate(id);
    }

    /** Reloads these users in one statement, so that their changes take effect on this node at once. */
    public Future<Void> reload(List<UUID> ids) {
        return database.read(client -> NamedStatement.query(client, RELOAD)
                        .mapTo(Account::from)
                        .execute(Map.of("ids", ids.toArray(UUID[]::new))))
                .<Void>map(found -> {
                    accounts.invalidateAll(ids);
                    found.forEach(account -> accounts.put(account.id(), account));
                    return null;
                });
    }

    private Future<Account> load(UUID id) {
        return database.read(client ->
                        NamedStatement.query(client, FIND).mapTo(Account::from).execute(Map.of("id", id)))
                .map(Rows::first)
                .map(
                        found -> found.orElseThrow(
                                () -> new Failure.Unauthenticated(
                                        "user_unknown",
                                        "The token's sub is no user here. Create users by POST /internal/users and put the id it returns into sub.")))
                .onSuccess(account -> accounts.put(id, account));
    }

    private record Account(
            UUID id,
            boolean isAdmin,
            boolean isActive,
            @Nullable OffsetDateTime tokensValidFrom) {

        static Account from(Row row) {
            return new Account(
                    row.getUUID("id"),
                    row.getBoolean("is_admin"),
                    row.getBoolean("is_active"),
                    row.getOffsetDateTime("tokens_valid_from"));
        }

        Caller toCaller(Claims claims) {
            if (!isActive) {
                throw new Failure.Unauthenticated("user_deactivated", "This account has been deactivated.");
            }
            if (tokensValidFrom != null
                    && (claims.issuedAt() == null || claims.issuedAt().isBefore(tokensValidFrom.toInstant()))) {
                throw new Failure.Unauthenticated(
                        "auth_expired", "The password was changed after this token was issued.");
            }
            return new Caller(id, isAdmin);
        }
    }
}
