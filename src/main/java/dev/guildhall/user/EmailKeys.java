package dev.guildhall.user;

import dev.guildhall.db.Database;
import dev.guildhall.db.Ids;
import dev.guildhall.db.NamedStatement;
import dev.guildhall.db.Rows;
import dev.guildhall.db.Steps;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a key to each account without one: those from before there were keys, and those that got none because others had the
 * same address. First all these accounts store the key that they would have, then each gets it that is the only one with it.
 */
final class EmailKeys {
    /** The maximum number of rows of one statement. */
    private static final int MAX_ROWS = 1_000;

    private static final String FIND = """
            select id, email from users where email_key is null and id > #{after} order by id limit #{rows}
            """;

    /** Another node may have changed the email since it was read. */
    private static final String STORE = """
            update users u set contested_email_key = made.email_key
            from unnest(#{ids}::uuid[], #{emails}::text[], #{email_keys}::text[]) as made (id, email, email_key)
            where u.id = made.id and u.email = made.email and u.email_key is null
              and u.contested_email_key is distinct from made.email_key
            """;

    private static final String SETTLE = """
            with page as materialized (
              select id, contested_email_key as email_key from users
              where contested_email_key > #{after} order by contested_email_key limit #{rows}
            ), settled as (
              update users u set email_key = page.email_key, contested_email_key = null
              from page
              where u.id = page.id and u.contested_email_key = page.email_key
                and not exists (select from users o where o.email_key = page.email_key)
                and not exists (select from users o where o.contested_email_key = page.email_key and o.id <> page.id)
            )
            select email_key from page order by email_key desc limit 1
            """;

    private static final String COUNT = "select count(*) as accounts from users where email_key is null";

    private static final Logger LOG = LoggerFactory.getLogger(EmailKeys.class);

    private final Database database;

    EmailKeys(Database database) {
        this.database = database;
    }

    Future<Void> fill() {
        return Steps.repeat(Optional.of(Ids.NIL), Optional::isPresent, last -> store(last.orElseThrow()))
                .compose(stored ->
                        Steps.repeat(Optional.of(""), Optional::isPresent, last -> settle(last.orElseThrow())))
                .compose(settled -> database.read(client -> client.query(COUNT).execute()))
                .onSuccess(rows -> {
                    long accounts = rows.iterator().next().getLong("accounts");
                    if (accounts > 0) {
                        LOG.warn(
                                "{} accounts cannot be found by their email, because another account has the same address or it is not valid: GET /internal/users?email_conflict=true lists them",
                                accounts);
                    }
                })
                .mapEmpty();
    }

    /** Returns the last id; empty if there are no more. */
    private Future<Optional<UUID>> store(UUID after) {
        return database.read(client -> NamedStatement.query(client, FIND)
                        .mapTo(Unkeyed::from)
                        .execute(Map.of("after", after, "rows", MAX_ROWS)))
                .map(Rows::list)
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(Optional.empty())
                        : store(found)
                                .map(stored ->
                                        Optional.of(found.get(found.size() - 1).id())));
    }

    private Future<?> store(List<Unkeyed> accounts) {
        return database.write(work -> NamedStatement.update(work.client(), STORE)
                .execute(Map.of(
                        "ids", accounts.stream().map(Unkeyed::id).toArray(UUID[]::new),
                        "emails", accounts.stream().map(Unkeyed::email).toArray(String[]::new),
                        "email_keys", accounts.stream().map(Unkeyed::key).toArray(String[]::new))));
    }

    /** Returns the last key; empty if there are no more. */
    private Future<Optional<String>> settle(String after) {
        return database.write(work -> NamedStatement.query(work.client(), SETTLE)
                        .mapTo(row -> row.getString("email_key"))
                        .execute(Map.of("after", after, "rows", MAX_ROWS)))
                .map(Rows::first);
    }

    private record Unkeyed(UUID id, String email) {
        static Unkeyed from(Row row) {
            return new Unkeyed(row.getUUID("id"), row.getString("email"));
        }

        @Nullable
        String key() {
            return Emails.key(email).orElse(null);
        }
    }
}
