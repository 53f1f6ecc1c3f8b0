package dev.guildhall.gig;

import dev.guildhall.db.Database;
import dev.guildhall.db.NamedStatement;
import dev.guildhall.db.Rows;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlResult;
import java.util.Map;

/** What a search depends on besides the gigs: the default language, and the words in use, by which misspelled ones are corrected. */
public final class SearchWords {
    /** How many gigs one statement makes anew: a long gig takes tens of milliseconds. */
    public static final int MAX_REMADE = 50;

    /** How many words are looked at together. */
    private static final int MAX_WORDS = 500;

    /** If this many words were no longer in use, the next ones follow at once. */
    public static final int MIN_UNUSED_TO_GO_ON = MAX_WORDS / 2;

    private static final String SET_DEFAULT_LANGUAGE = """
            update search_settings s
            set default_language = #{language}, remade_down_to = 'ffffffff-ffff-ffff-ffff-ffffffffffff'
            where s.default_language <> #{language}
            """;

    /** The trigger makes the words. */
    private static final String REMAKE = """
            with settings as materialized (
              select s.remade_down_to from search_settings s where s.remade_down_to is not null for update skip locked
            ), batch as materialized (
              select g.id from settings, lateral (
                select g.id from gigs g where g.id < settings.remade_down_to order by g.id desc limit #{rows}::int) g
            ), remade as (
              update gigs g set search = g.search from batch where g.id = batch.id
            ), moved as (
              update search_settings s set remade_down_to = (
                select batch.id from batch order by batch.id desc offset #{rows}::int - 1 limit 1)
              from settings
            )
            select count(*) as gigs from batch
            """;

    private static final String FIND = """
            with batch as materialized (
              select distinct w.word from (
                select w.word from search_words w where w.word > #{after} order by w.word limit #{rows}::int) w
            )
            select batch.word, gig.id is null as is_unused
            from batch left join lateral (
              select g.id from gigs g
              where g.search @@ ('''' || batch.word || '''')::tsquery and g.deleted_at is null limit 1) gig on true
            order by batch.word
            """;

    private static final String DELETE = "delete from search_words w where w.word = any(#{words}::text[])";

    private final Database database;
    private volatile String lastWord = "";

    public SearchWords(Database database) {
        this.database = database;
    }

    /**
     * Has all gigs made anew if this is another language than before. To be called before the first request.
     *
     * @param language the tag of the language of most gigs
     */
    public Future<Void> setDefaultLanguage(String language) {
        return database.write(work -> NamedStatement.update(work.client(), SET_DEFAULT_LANGUAGE)
                        .execute(Map.of("language", language)))
                .mapEmpty();
    }

    /** Makes the words of the next gigs anew, newest first; returns how many gigs, at most {@value #MAX_REMADE}. */
    public Future<Integer> remake() {
        return database.write(work -> NamedStatement.query(work.client(), REMAKE)
                .execute(Map.of("rows", MAX_REMADE))
                .map(rows -> Rows.list(rows).get(0).getInteger("gigs")));
    }

    /** Looks at the next words, and deletes those that no gig has any more; returns how many. */
    public Future<Integer> prune() {
        return database.search(client -> NamedStatement.query(client, FIND)
                        .execute(Map.of("after", lastWord, "rows", MAX_WORDS))
                        .map(Rows::list))
                .compose(found -> {
                    lastWord = found.size() < MAX_WORDS / 2
                            ? ""
                            : found.get(found.size() - 1).getString("word");
                    String[] unused = found.stream()
                            .filter(row -> row.getBoolean("is_unused"))
                            .map(row -> row.getString("word"))
                            .toArray(String[]::new);
                    return unused.length == 0
                            ? Future.succeededFuture(0)
                            : database.write(work -> NamedStatement.update(work.client(), DELETE)
                                            .execute(Map.of("words", unused)))
                                    .map(SqlResult::rowCount);
                });
    }
}
