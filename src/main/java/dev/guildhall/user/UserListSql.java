package dev.guildhall.user;

import dev.guildhall.db.Keyset;
import dev.guildhall.db.PagedSelect;

/** The statements that list users, newest first. */
final class UserListSql {
    private static final Keyset NEWEST = Keyset.newestFirst("u");

    /** How many of the newest users a search scans, at 3 µs for each; to find and sort one that matches takes about as long. */
    private static final int MAX_SCANNED = 1_000;

    private static final String LIST = paged(newest(ListedUser.COLUMNS.toString(), "#{rows}::int"));

    /** Searches for each word as the beginning of a word in the name; quoted, since then a tsquery accepts any character. */
    private static final String NAME_QUERY = """
            (select string_agg('''' || replace(replace(w.word, '\\', '\\\\'), '''', '''''') || ''':*', ' & ')
             from unnest(string_to_array(lower(#{words}::text), ' ')) as w (word) where w.word <> '')::tsquery
            """;

    /**
     * The emails that begin with a text are those between the text and the text followed by the highest character; LIKE could use an
     * index for them only with a constant.
     */
    private static final String MATCHES = """
            (u.id = #{id}::uuid
              or (lower(u.email) collate "C" >= lower(#{words}::text)
                  and lower(u.email) collate "C" < lower(#{words}::text) || chr(1114111))
              or array_to_tsvector(array_remove(string_to_array(lower(u.full_name), ' '), '')) @@ %s)
            """.formatted(NAME_QUERY);

    /**
     * Words that many users have are found among the newest users, without sorting all that match. PostgreSQL plans before it knows
     * the words, so the statement has both ways and takes the second only if the first does not fill the page and there are more users.
     */
    private static final String SEARCH = paged("""
            with newest as materialized (
              select u.id, u.created_at from (%s) u where %s %s
            ), found as materialized (
              select u.id, u.is_active, u.created_at from users u
              where (select count(*) from newest) < #{rows}::int and exists (%s offset %d) and %2$s
            ), page as (
              select u.id from newest u where not exists (select from found)
              union all
              (select u.id from found u where u.is_active = any(#{is_active}::boolean[]) and %s %3$s)
            )
            select %s from page join users u on u.id = page.id %3$s
            """.formatted(
                    newest("u.id, u.created_at, u.email, u.full_name", String.valueOf(MAX_SCANNED)),
                    MATCHES,
                    NEWEST.page(),
                    newest("u.created_at, u.id", String.valueOf(MAX_SCANNED)),
                    MAX_SCANNED - 1,
                    NEWEST.after(),
                    ListedUser.COLUMNS));

    /** Accounts that cannot be found by their email. */
    static final String WITHOUT_EMAIL_KEY = paged("select " + ListedUser.COLUMNS
            + " from users u where u.email_key is null and" + NEWEST.after() + NEWEST.page());

    static final String WITH_SAME_INSTRUCTIONS = PagedSelect.of(
            NamedUser.COLUMNS,
            """
            select %1$s from users owner left join lateral (
              select %1$s from users u
              where payment_instructions_key(u.payment_instructions) = payment_instructions_key(owner.payment_instructions)
                and u.payment_instructions is not null and u.id <> owner.id and %2$s %3$s
            ) u on true where owner.id = #{id} %4$s
            """.formatted(NamedUser.COLUMNS, NEWEST.after(), NEWEST.page(), NEWEST.order()),
            NEWEST.orderOfResult());

    private UserListSql() {}

    static String of(UserFilter filter) {
        return filter.isSearch() ? SEARCH : LIST;
    }

    private static String newest(String columns, String limit) {
        return "select " + columns
                + " from unnest(#{is_active}::boolean[]) as of (is_active) cross join lateral (select "
                + columns + " from users u where u.is_active = of.is_active and" + NEWEST.after() + NEWEST.order()
                + "limit " + limit + ") u" + NEWEST.order() + "limit " + limit;
    }

    private static String paged(String rows) {
        return PagedSelect.of(ListedUser.COLUMNS, rows, NEWEST.orderOfResult());
    }
}
