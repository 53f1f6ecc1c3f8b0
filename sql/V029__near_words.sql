-- Whoever misspells a word has left a part of it as it is. So words are found by pairs of letters, each with its place counted from the
-- beginning and from the end; short words by single letters too.
create function search_pairs(word text) returns tsvector language plpgsql immutable strict parallel safe as $$
begin
  return (
    select array_to_tsvector(array_agg(pair))
    from generate_series(1, char_length(word) - 1) i,
      lateral (values (i || substr(word, i, 2)),
                      (substr(word, i, 2) || char_length(word) - i),
                      (case when char_length(word) <= 7 then i || substr(word, i, 1) end)) pairs (pair)
    where pair is not null);
end $$;

-- As a tsquery on these pairs: the words that may differ by so many letters, and some more. One error leaves all right but for the one
-- or two letters where it is. Two errors leave the first, the middle or the last third of a word; or one of them is two swapped letters
-- between two thirds, and the word without it has one error left. Before the middle there may be one letter more or less.
create function search_near(word text, errors integer) returns text language plpgsql immutable strict as $$
declare
  n constant integer := char_length(word);
  third constant integer := greatest(2, round(n / 3.0));
  terms text[];
begin
  if errors = 1 then
    terms := array(
      select concat_ws(' & ',
        (select string_agg(quote_literal(i || substr(word, i, 2)), ' & ') from generate_series(1, wrong - 2) i),
        (select string_agg(quote_literal(substr(word, i, 2) || n - i), ' & ') from generate_series(wrong + 2, n - 1) i))
      from generate_series(1, n, 2) wrong);
  else
    terms := array[
      (select string_agg(quote_literal(i || substr(word, i, 2)), ' & ') from generate_series(1, third - 1) i),
      (select string_agg(quote_literal(substr(word, i, 2) || n - i), ' & ') from generate_series(n - third + 1, n - 1) i)];
    terms := terms || array(
      select case n - 2 * third
        when 1 then quote_literal(third + 1 + shift || substr(word, third + 1, 1))
        else (select string_agg(quote_literal(i + shift || substr(word, i, 2)), ' & ') from generate_series(third + 1, n - third - 1) i)
      end
      from generate_series(-1, 1) shift);
    terms := terms || array(
      select search_near(overlay(word placing reverse(substr(word, i, 2)) from i for 2), 1) from unnest(array[third, n - third]) i);
  end if;
  return '(' || array_to_string(terms, ') | (') || ')';
end $$;

drop index search_words_letters_idx, search_words_length_idx;
alter table search_words drop column letters;
drop function search_letters(text);

-- Few words are new, so that a list of those that are not in the index yet would only cost those who read.
create index search_words_pairs_idx on search_words using gin (search_pairs(word)) with (fastupdate = off);

-- What fuzzystrmatch has is named with the schema in which it is.
do $do$
begin
  execute format($create$
    -- The words in use that a misspelled word may mean: up to that many of its letters are wrong, missing, extra or swapped.
    create or replace function search_corrections(misspelled text, errors integer) returns setof text language plpgsql stable strict rows 5 as $$
    declare
      n constant integer := char_length(misspelled);
      -- A swap is two letters wrong, so with another error the distance is three.
      max_distance constant integer := case errors when 1 then 1 else 3 end;
      swapped constant text[] := array(
        select overlay(misspelled placing reverse(substr(misspelled, i, 2)) from i for 2) from generate_series(1, n - 1) i);
      swapped_twice text[] := '{}';
      near constant tsquery := search_near(misspelled, errors);
    begin
      if errors > 1 then
        swapped_twice := array(
          select distinct overlay(s placing reverse(substr(s, i, 2)) from i for 2)
          from unnest(swapped) s, generate_series(1, n - 1) i);
      end if;
      return query
        select found.word from (
          select candidate.word from (
            select w.word, %1$I.levenshtein_less_equal(w.word, misspelled, max_distance) as distance
            from search_words w where search_pairs(w.word) @@ near offset 0) candidate
          where candidate.distance <= errors
             or candidate.distance <= max_distance and exists (
                  select from unnest(swapped) s where %1$I.levenshtein_less_equal(candidate.word, s, 1) <= 1)
          union
          select w.word from search_words w where w.word = any(swapped || swapped_twice)) found
        where found.word <> misspelled
        order by %1$I.levenshtein(found.word, misspelled), found.word
        limit 20;
    end $$ $create$,
    (select extnamespace::regnamespace::name from pg_extension where extname = 'fuzzystrmatch'));
end $do$;

create or replace function gigs_search() returns trigger language plpgsql as $$
declare
  words text[];
begin
  select string_agg('''' || l.lexeme || ''':' || l.spots, ' ')::tsvector,
         array_agg(l.lexeme) filter (where l.is_word and char_length(l.lexeme) between 5 and 32 and l.lexeme !~ '[0-9]')
  into new.search, words
  from search_lexemes(new.title, new.description,
    array_remove(array[(select s.default_language from search_settings s where s.is_only_row), new.language], null)) l;
  new.search := coalesce(new.search, '') || array_to_tsvector(search_tags(new.language));
  insert into search_words (word)
  select w.word from unnest(words) w (word)
  where not exists (select from search_words known where known.word = w.word);
  return new;
end $$;

-- A function in SQL is planned at each call, if it is not simple enough to become a part of its statement.

create or replace function search_stemmers(languages text[]) returns regdictionary[] language plpgsql immutable parallel safe as $$
begin
  return array(select distinct search_stemmer(l) from unnest(languages) l where search_stemmer(l) is not null);
end $$;

create or replace function search_tags(language text) returns text[] language plpgsql immutable parallel safe as $$
begin
  return (
    select coalesce(array_agg('=' || lower(array_to_string(tags[1:n], '-') collate "C")), '{}')
    from string_to_array(language, '-') tags, generate_series(1, cardinality(tags)) n);
end $$;
