package dev.guildhall.user;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.guildhall.auth.Caller;
import dev.guildhall.auth.Claims;
import dev.guildhall.auth.Identity;
import dev.guildhall.auth.Subject;
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
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Finds the user of a verified token and checks that the user may still act. An account that was read is used for two seconds, and for
 * longer while the last search for changed accounts that succeeded began at most two seconds ago and no search has found it changed.
 */
public final class CallerLookup {
    private static final Duration VALID_FOR = Duration.ofSeconds(2);
    private static final Duration CACHED_FOR = Duration.ofMinutes(1);

    /** The maximum number of accounts, and of changes. If there are more changes, all accounts are read again. */
    static final int MAX_CACHED = 50_000;

    /** The trigger {@code users_standing} marks a user in whom one of them changes. */
    static final String CHANGING_COLUMNS = "is_admin, is_active, tokens_valid_from, claimed_tokens_valid_from";

    private static final String COLUMNS = "select id, " + CHANGING_COLUMNS + " from users ";
    private static final String FIND = COLUMNS + "where id = #{id}";
    private static final String FIND_BY_IDENTITY =
            COLUMNS + "where id = (select user_id from identities where issuer = #{issuer} and subject = #{subject})";
    private static final String RELOAD = COLUMNS + "where id = any(#{ids}::uuid[])";

    private final Database database;
    private final Cache<Subject, LoadedAccount> accounts = Caffeine.newBuilder()
            .expireAfterWrite(CACHED_FOR)
            .maximumSize(MAX_CACHED)
            .executor(Runnable::run)
            .build();
    /** When a user changed last (System.nanoTime), for longer than an account of before may be cached. */
    private final Cache<UUID, Long> changes = Caffeine.newBuilder()
            .expireAfterWrite(CACHED_FOR.multipliedBy(2))
            .executor(Runnable::run)
            .build();

    /** When the last search for changed accounts that succeeded began (System.nanoTime). */
    private volatile long searchedAt = System.nanoTime() - VALID_FOR.toNanos();
    /** Nothing that was read before this is used (System.nanoTime). */
    private volatile long forgottenAt = System.nanoTime();

    public CallerLookup(Database database) {
        this.database = database;
    }

    /**
     * Fails as unauthenticated: {@code user_unknown}, {@code user_deactivated}, or {@code auth_expired} if the sessions of
     * the user were ended.
     */
    public Future<Caller> identify(Claims claims) {
        LoadedAccount cached = accounts.getIfPresent(claims.subject());
        if (cached == null || !isValid(cached)) {
            return load(claims.subject()).map(account -> account.toCaller(claims));
        }
        try {
            return Future.succeededFuture(cached.account().toCaller(claims));
        } catch (Failure.Unauthenticated refusal) {
            return Future.failedFuture(refusal);
        }
    }

    private boolean isValid(LoadedAccount loaded) {
        long now = System.nanoTime();
        if (now - loaded.startedAt() > VALID_FOR.toNanos() && now - searchedAt > VALID_FOR.toNanos()) {
            return false;
        }
        Long changed = changes.getIfPresent(loaded.account().id());
        return loaded.startedAt() - forgottenAt > 0 && (changed == null || changed - loaded.startedAt() < 0);
    }

    /**
     * Every account that changed before this time and was read before its change has been forgotten or reloaded.
     *
     * @param startedAt when the search for them began (System.nanoTime)
     */
    public void changesFound(long startedAt) {
        searchedAt = startedAt;
    }

    /** Nothing that was read until now is used any more: it is not known which accounts have changed. */
    public void forgetAll() {
        forgottenAt = System.nanoTime();
    }

    /** What was read of a user until now is not used any more, so that a change takes effect on this node at once. */
    public void forget(UUID id) {
        if (changes.estimatedSize() >= MAX_CACHED) {
            // Before, for accounts whose change is removed; and after, for changes that are added meanwhile.
            forgetAll();
            changes.invalidateAll();
            forgetAll();
        }
        changes.put(id, System.nanoTime());
    }

    /** Reads these users again in one statement, so that their changes take effect on this node at once. */
    public Future<Void> reload(List<UUID> ids) {
        ids.forEach(this::forget);
        long startedAt = System.nanoTime();
        return database.read(client -> NamedStatement.query(client, RELOAD)
                        .mapTo(Account::from)
                        .execute(Map.of("ids", ids.toArray(UUID[]::new))))
                .<Void>map(found -> {
                    found.forEach(account ->
                            accounts.put(new Subject.User(account.id()), new LoadedAccount(startedAt, account)));
                    return null;
                });
    }

    private Future<Account> load(Subject subject) {
        long startedAt = System.nanoTime();
        return find(subject).onSuccess(account -> accounts.put(subject, new LoadedAccount(startedAt, account)));
    }

    private Future<Account> find(Subject subject) {
        return subject instanceof Identity identity
                ? find(FIND_BY_IDENTITY, Map.of("issuer", identity.issuer(), "subject", identity.subject()))
                : find(FIND, Map.of("id", ((Subject.User) subject).id()));
    }

    private Future<Account> find(String statement, Map<String, Object> parameters) {
        return database.read(client -> NamedStatement.query(client, statement)
                        .mapTo(Account::from)
                        .execute(parameters))
                .map(Rows::first)
                .map(
                        found -> found.orElseThrow(
                                () -> new Failure.Unauthenticated(
                                        "user_unknown",
                                        "The token names no user here. Create users by POST /internal/users, and put the id it returns into sub; or, for tokens of an identity provider, send their iss and sub as issuer and subject.")));
    }

    private record Account(
            UUID id,
            boolean isAdmin,
            boolean isActive,
            @Nullable OffsetDateTime tokensValidFrom,
            @Nullable OffsetDateTime claimedTokensValidFrom) {

        static Account from(Row row) {
            return new Account(
                    row.getUUID("id"),
                    row.getBoolean("is_admin"),
                    row.getBoolean("is_active"),
                    row.getOffsetDateTime("tokens_valid_from"),
                    row.getOffsetDateTime("claimed_tokens_valid_from"));
        }

        Caller toCaller(Claims claims) {
            if (!isActive) {
                throw new Failure.Unauthenticated("user_deactivated", "This account has been deactivated.");
            }
            if (hasEnded(claims)) {
                throw new Failure.Unauthenticated(
                        "auth_expired",
                        claims.authenticatedAt() == null
                                ? "Sessions of this user were ended, and this token does not say when the user signed in. It needs an auth_time: with Auth.js, set it in the jwt callback, once at the sign-in, as docs/frontend.md shows."
                                : "The sessions of this user were ended after this one began. Sign in again.");
            }
            return new Caller(id, isAdmin);
        }

        /** A claim has removed all identities, so the tokens of those that there are now do not end with it. */
        private boolean hasEnded(Claims claims) {
            boolean isByClaim = Objects.equals(tokensValidFrom, claimedTokensValidFrom);
            return tokensValidFrom != null
                    && !(isByClaim && claims.subject() instanceof Identity)
                    && claims.isFromBefore(tokensValidFrom.toInstant());
        }
    }

    /** @param startedAt when its read began (System.nanoTime) */
    private record LoadedAccount(long startedAt, Account account) {}
}
