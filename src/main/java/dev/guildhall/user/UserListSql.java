package dev.guildhall.user;

import dev.guildhall.db.Keyset;
import dev.guildhall.db.PagedSelect;

/** The statements that list people, newest first. */
final class UserListSql {
    private static final Keyset NEWEST = Keyset.newestFirst("u");

    private static final String ALL = paged("select " + ListedUser.COLUMNS
            + " from unnest(#{is_active}::boolean[]) as of (is_active) cross join lateral (select "
            + ListedUser.COLUMNS + " from users u where u.is_active = of.is_active and" + NEWEST.after() + NEWEST.page()
            + ") u"
            + NEWEST.page());

    /** Each of the words as the beginning of a word in the name; quoted, since so a tsquery takes any character. */
    private static final String NAME_QUERY = """
            (select string_agg('''' || replace(replace(w.word, '\\', '\\\\'), '''', '''''') || ''':*', ' & ')
             from unnest(string_to_array(lower(#{words}::text), ' ')) as w (word) where w.word <> '')::tsquery
            """;

    /**
     * What is found is put in order afterwards: PostgreSQL, which plans before it knows the words, might else look for them all along
     * the list. The addresses that begin with a text stand between it and it with the highest character; LIKE would find them in an
     * index only by a constant.
     */
    private static final String FOUND = paged("""
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

    private UserListSql() {}

    static String of(UserFilter filter) {
        return filter.isSearch() ? FOUND : ALL;
    }

    private static String paged(String rows) {
        return PagedSelect.of(ListedUser.COLUMNS, rows, NEWEST.orderOfResult());
    }
}
