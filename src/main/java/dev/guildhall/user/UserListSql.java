package dev.guildhall.user;

import dev.guildhall.db.Keyset;
import dev.guildhall.db.PagedSelect;

/** The statements that list users, newest first. */
final class UserListSql {
    private static final Keyset NEWEST = Keyset.newestFirst("u");

    private static final String LIST = paged("select " + ListedUser.COLUMNS
            + " from unnest(#{is_active}::boolean[]) as of (is_active) cross join lateral (select "
            + ListedUser.COLUMNS + " from users u where u.is_active = of.is_active and" + NEWEST.after() + NEWEST.page()
            + ") u"
            + NEWEST.page());

    /** Searches for each word as the beginning of a word in the name; quoted, since then a tsquery accepts any character. */
    private static final String NAME_QUERY = """
            (select string_agg('''' || replace(replace(w.word, '\\', '\\\\'), '''', '''''') || ''':*', ' & ')
             from unnest(string_to_array(lower(#{words}::text), ' ')) as w (word) where w.word <> '')::tsquery
            """;

    /**
     * The rows are sorted after the search: PostgreSQL plans before it knows the words, and might otherwise scan the whole
     * list for them. The emails that begin with a text are those between the text and the text followed by the highest
     * character; LIKE could use an index for them only with a constant.
     */
    private static final String SEARCH = paged("""
            with found as materialized (
              select u.id, u.is_active, u.created_at from users u
              where u.id = #{id}::uuid
                or (lower(u.email) collate "C" >= lower(#{words}::text)
                    and lower(u.email) collate "C" < lower(#{words}::text) || chr(1114111))
                or array_to_tsvector(array_remove(string_to_array(lower(u.full_name), ' '), '')) @@ %s
            )
            """.formatted(NAME_QUERY)
            + "select " + ListedUser.COLUMNS
            + " from (select u.id from found u where u.is_active = any(#{is_active}::boolean[]) and" + NEWEST.after()
            + NEWEST.page() + ") page join users u on u.id = page.id" + NEWEST.page());

    /** Accounts that cannot be found by their email. */
    static final String WITHOUT_EMAIL_KEY = paged("select " + ListedUser.COLUMNS
            + " from users u where u.email_key is null and" + NEWEST.after() + NEWEST.page());

    static final String WITH_SAME_INSTRUCTIONS = PagedSelect.of(
            NamedUser.COLUMNS,
            "select " + NamedUser.COLUMNS + """
             from users owner left join users u
               on payment_instructions_key(u.payment_instructions) = payment_instructions_key(owner.payment_instructions)
               and u.payment_instructions is not null and u.id <> owner.id and
            """ + NEWEST.after() + "where owner.id = #{id}" + NEWEST.page(),
            NEWEST.orderOfResult());

    private UserListSql() {}

    static String of(UserFilter filter) {
        return filter.isSearch() ? SEARCH : LIST;
    }

    private static String paged(String rows) {
        return PagedSelect.of(ListedUser.COLUMNS, rows, NEWEST.orderOfResult());
    }
}
