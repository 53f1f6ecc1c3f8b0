-- Most texts in English have no word that is a name of several parts, none of other letters and none like C#. Their words need no look at
-- each piece, which takes two thirds of the time.
alter function search_lexemes(text, text, text[]) rename to search_lexemes_of_any_text;

create function search_lexemes(title text, description text, languages text[])
returns table (lexeme text, spots text, is_word boolean) language plpgsql immutable parallel safe rows 100 as $$
declare
  stemmers constant regdictionary[] := search_stemmers(languages);
  folded constant text[] := array[search_folded(title), search_folded(description)];
  title_words text[];
  description_words text[];
begin
  if exists (select from unnest(folded) f (part)
             where octet_length(part) > char_length(part) or part ~ '\.[a-z0-9]|[a-z0-9]([#+]|[-_&''][a-z0-9])') then
    return query select l.lexeme, l.spots, l.is_word from search_lexemes_of_any_text(title, description, languages) l;
    return;
  end if;
  title_words := string_to_array(btrim(regexp_replace(folded[1], '[^a-z0-9]+', ' ', 'g')), ' ');
  description_words := string_to_array(btrim(regexp_replace(folded[2], '[^a-z0-9]+', ' ', 'g')), ' ');
  return query
  with spotted as materialized (
    select left(w.word, 100) as word, string_agg(w.spot, ',') as spots
    from (
      select t.word, t.n || 'A' as spot from unnest(title_words) with ordinality t (word, n)
      union all
      -- One more between the title and the description, which are no phrase.
      select d.word, cardinality(title_words) + 1 + d.n || 'B' from unnest(description_words) with ordinality d (word, n)) w
    group by 1
  )
  select s.word, s.spots, true from spotted s
  union all
  select stem, s.spots, false from spotted s, unnest(stemmers) d, unnest(ts_lexize(d, s.word)) stem where stem <> s.word;
end $$;
