-- A misspelled word that is short has few trigrams in common with what it means, so it is looked up by its length.
create index search_words_length_idx on search_words (char_length(word), word);

-- What pg_trgm and fuzzystrmatch have is named with the schema in which they are.
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
      -- A variable, so that it is not made for each word.
      in_ascii constant text := search_letters(misspelled);
      trigrams constant real := cardinality(%1$I.show_trgm(in_ascii));
      -- One wrong letter is in three trigrams, two that are swapped are in four.
      changed constant real := case errors when 1 then 3 else 7 end;
      -- What both have of what either has, at least; a little less, since it is rounded.
      similarity constant real := (trigrams - changed) / (trigrams + changed) - 0.01;
      -- Too many words are so little similar.
      is_by_length constant boolean := similarity < case errors when 1 then 0.45 else 0.2 end;
    begin
      if errors > 1 then
        swapped_twice := array(
          select distinct overlay(s placing reverse(substr(s, i, 2)) from i for 2)
          from unnest(swapped) s, generate_series(1, n - 1) i);
      end if;
      perform set_config('pg_trgm.similarity_threshold', greatest(similarity, 0)::text, true);
      return query
        select found.word from (
          select candidate.word from (
            select w.word, %2$I.levenshtein_less_equal(w.word, misspelled, max_distance) as distance from (
              select s.word from search_words s where is_by_length and char_length(s.word) between n - errors and n + errors
              union all
              select s.word from search_words s
              where not is_by_length and s.letters operator(%1$I.%%) in_ascii) w
            offset 0) candidate
          where candidate.distance <= errors
             or candidate.distance <= max_distance and exists (
                  select from unnest(swapped) s where %2$I.levenshtein_less_equal(candidate.word, s, 1) <= 1)
          union
          select w.word from search_words w where w.word = any(swapped || swapped_twice)) found
        where found.word <> misspelled
        order by %2$I.levenshtein(found.word, misspelled), found.word
        limit 20;
    end $$ $create$,
    (select extnamespace::regnamespace::name from pg_extension where extname = 'pg_trgm'),
    (select extnamespace::regnamespace::name from pg_extension where extname = 'fuzzystrmatch'));
end $do$;

-- A word as a tsquery: any of its forms, and any of those of the words that it may mean if it is misspelled. A word that fills a page
-- of the newest gigs is not.
create or replace function search_term(word text, stemmers regdictionary[], page integer, errors integer) returns text
language plpgsql stable as $$
declare
  term text := (select string_agg('''' || form || '''', ' | ') from search_forms(word, stemmers) form);
  plain constant text := search_plain(word);
  -- A variable, so that it is not parsed for each gig.
  query tsquery;
begin
  if errors > 0 and char_length(plain) between 5 and 32 and plain !~ '[0-9]' then
    query := term::tsquery;
    if page > (
      select count(*) from (
        select from (
          select g.search, g.freelancer_id from gigs g where g.is_active and g.deleted_at is null
          order by g.created_at desc, g.id desc limit 1000) g
        where g.search @@ query and (select u.is_active from users u where u.id = g.freelancer_id)
        limit page) found)
    then
      term := concat_ws(' | ', term, (
        select string_agg('''' || form || '''', ' | ') from search_corrections(plain, errors) meant, search_forms(meant, stemmers) form));
    end if;
  end if;
  return '(' || term || ')';
end $$;

-- The listed gigs that match, in no order, by the plan that suits the values; null: no filter.
create function search_gigs(
  query tsquery, lowest_price numeric, highest_price numeric, longest_delivery integer, freelancer uuid)
returns table (id uuid, freelancer_id uuid, price numeric, created_at timestamptz) language plpgsql stable as $$
begin
  return query execute concat_ws(' and ',
    'select g.id, g.freelancer_id, g.price, g.created_at from gigs g where g.is_active and g.deleted_at is null',
    case when query is not null then 'g.search @@ $1' end,
    case when lowest_price is not null then 'g.price between $2 and $3' end,
    case when longest_delivery is not null then 'g.delivery_days <= $4' end,
    case when freelancer is not null then 'g.freelancer_id = $5' end)
  using query, lowest_price, highest_price, longest_delivery, freelancer;
end $$;
