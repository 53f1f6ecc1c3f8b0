-- A quote without a second one, as in 27", is no quote: it took the end of the search for one of its words, and nothing was found.
create or replace function search_query(typed text, languages text[], page integer, errors integer) returns tsquery language plpgsql stable as $$
declare
  max_corrected constant integer := 5;
  stemmers constant regdictionary[] := search_stemmers(languages);
  alternatives text[] := '{}';
  required text[] := '{}';
  stop_words text[] := '{}';
  found text[];
  written text;
  term text;
  query tsquery;
  looked_up integer := 0;
begin
  for found in
    select m from regexp_matches(
      translate(typed, E'“”„‟«»＂－\u3000\u00A0', '"""""""-  ') || ' or', '(-?)(?:"([^"]*)"|([^[:space:]"]+))', 'g') m
  loop
    written := coalesce(found[2], found[3]);
    if found[1] = '' and lower(found[3] collate "C") = 'or' then
      -- Words that everybody uses are looked for where there are no others.
      if required = '{}' then
        required := stop_words;
      end if;
      if required <> '{}' then
        alternatives := alternatives || ('(' || array_to_string(required, ' & ') || ')');
      end if;
      required := '{}';
      stop_words := '{}';
      continue;
    end if;
    if errors > 0 and found[1] = '' and found[2] is null then
      looked_up := looked_up + 1;
    end if;
    select string_agg(search_chunk(c.chunk, stemmers, page,
                        case when found[1] = '' and found[2] is null and looked_up <= max_corrected then errors else 0 end),
                      case when found[2] is null then ' & ' else ' <-> ' end order by c.n)
    into term from search_chunks(search_folded(written)) c;
    if term is null then
      continue;
    elsif found[1] = '-' then
      required := required || ('!(' || term || ')');
    elsif found[2] is null and '{}' = any (select ts_lexize(d, search_folded(written)) from unnest(stemmers) d)
          -- IT in capital letters is meant.
          and not (written ~ '^[A-Z]{2,}$' and typed ~ '[a-z]') then
      stop_words := stop_words || term;
    else
      required := required || ('(' || term || ')');
    end if;
  end loop;
  query := nullif(array_to_string(alternatives, ' | '), '')::tsquery;
  return case when errors > 0 then nullif(query, search_query(typed, languages, page, 0)) else query end;
end $$;
