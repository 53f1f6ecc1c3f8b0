-- Finds the words in use that a misspelled one may mean.
create extension if not exists pg_trgm;
create extension if not exists fuzzystrmatch;

-- The language in which a gig is written, a canonical tag of BCP 47; null: nobody has said it.
alter table gigs
  add column language text,
  add constraint gigs_language check (language ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$' and char_length(language) <= 35) not valid,
  -- Made by a trigger from here on. What was generated stays, and can be searched until it is made anew.
  alter column search drop expression;

-- What the words of all gigs depend on.
create table search_settings (
  is_only_row      boolean primary key default true check (is_only_row),
  default_language text not null,
  -- The words of the gigs with a lower id are still to be made anew; null: of none.
  remade_down_to   uuid
);

insert into search_settings (default_language, remade_down_to) values ('en', 'ffffffff-ffff-ffff-ffff-ffffffffffff');

-- The words that gigs have, to correct misspelled ones. A word may be here twice: no writer waits for another.
create table search_words (
  word    text collate "C" not null,
  -- The word in ASCII: elsewhere it depends on the locale whether pg_trgm takes something for a letter.
  letters text not null
);

create index search_words_word_idx on search_words (word);

-- What separates words, as a part of a bracket expression: by the tables of Unicode 17, unassigned code points with their neighbours.
create function search_separators() returns text language sql immutable parallel safe as $$
  select
    '\u0000-\u002F\u003A-\u0040\u005B-\u0060\u007B-\u00A9\u00AB-\u00B1\u00B4\u00B6-\u00B8\u00BB\u00BF\u00D7\u00F7\u02C2-\u02C5'
    '\u02D2-\u02DF\u02E5-\u02EB\u02ED\u02EF-\u02FF\u034F\u0375\u037E\u0384\u0385\u0387\u03F6\u0482\u055A-\u055F\u0589\u058A'
    '\u058D-\u058F\u05BE\u05C0\u05C3\u05C6\u05F3-\u060F\u061B-\u061F\u066A-\u066D\u06D4\u06DD\u06DE\u06E9\u06FD\u06FE\u0700-\u070F'
    '\u07F6-\u07F9\u07FE\u07FF\u0830-\u083E\u085E\u0888\u0890\u0891\u08E2\u0964\u0965\u0970\u09F2\u09F3\u09FA\u09FB\u09FD\u0A76'
    '\u0AF0\u0AF1\u0B70\u0BF3-\u0BFA\u0C77\u0C7F\u0C84\u0D4F\u0D79\u0DF4\u0E3F\u0E4F\u0E5A\u0E5B\u0F01-\u0F17\u0F1A-\u0F1F\u0F34'
    '\u0F36\u0F38\u0F3A-\u0F3D\u0F85\u0FBE-\u0FC5\u0FC7-\u0FDA\u104A-\u104F\u109E\u109F\u10FB\u115F\u1160\u1360-\u1368'
    '\u1390-\u1399\u1400\u166D\u166E\u1680\u169B\u169C\u16EB-\u16ED\u1735\u1736\u17B4\u17B5\u17D4-\u17D6\u17D8-\u17DB\u1800-\u180F'
    '\u1940-\u1945\u19DE-\u19FF\u1A1E\u1A1F\u1AA0-\u1AA6\u1AA8-\u1AAD\u1B4E\u1B4F\u1B5A-\u1B6A\u1B74-\u1B7F\u1BFC-\u1BFF'
    '\u1C3B-\u1C3F\u1C7E\u1C7F\u1CC0-\u1CC7\u1CD3\u1FBD\u1FBF-\u1FC1\u1FCD-\u1FCF\u1FDD-\u1FDF\u1FED-\u1FEF\u1FFD-\u206F'
    '\u207A-\u207E\u208A-\u208E\u20A0-\u20C4\u2100\u2101\u2103-\u2106\u2108\u2109\u2114\u2116-\u2118\u211E-\u2123\u2125\u2127'
    '\u2129\u212E\u213A\u213B\u2140-\u2144\u214A-\u214D\u214F\u218A-\u244A\u249C-\u24E9\u2500-\u2775\u2794-\u2BFF\u2CE5-\u2CEA'
    '\u2CF9-\u2CFC\u2CFE\u2CFF\u2D70\u2E00-\u2E2E\u2E30-\u3004\u3008-\u3020\u3030\u3036\u3037\u303D-\u303F\u309B\u309C\u30A0\u30FB'
    '\u3164\u3190\u3191\u3196-\u319F\u31C0-\u31EF\u3200-\u321E\u322A-\u3247\u3250\u3260-\u327F\u328A-\u32B0\u32C0-\u33FF'
    '\u4DC0-\u4DFF\uA490-\uA4C6\uA4FE\uA4FF\uA60D-\uA60F\uA673\uA67E\uA6F2-\uA716\uA720\uA721\uA789\uA78A\uA828-\uA82B'
    '\uA836-\uA839\uA874-\uA877\uA8CE\uA8CF\uA8F8-\uA8FA\uA8FC\uA92E\uA92F\uA95F\uA9C1-\uA9CD\uA9DE\uA9DF\uAA5C-\uAA5F'
    '\uAA77-\uAA79\uAADE\uAADF\uAAF0\uAAF1\uAB5B\uAB6A\uAB6B\uABEB\uE000-\uF8FF\uFB29\uFBB2-\uFBD2\uFD3E-\uFD4F\uFD90\uFD91'
    '\uFDC8-\uFDCF\uFDFC-\uFE19\uFE30-\uFE6B\uFEFF-\uFF0F\uFF1A-\uFF20\uFF3B-\uFF40\uFF5B-\uFF65\uFFA0\uFFE0-\uFFFD'
    '\U00010100-\U00010102\U00010137-\U0001013F\U00010179-\U00010189\U0001018C-\U000101FC\U0001039F\U000103D0\U0001056F\U00010857'
    '\U00010877\U00010878\U0001091F\U0001093F\U00010A50-\U00010A58\U00010A7F\U00010AC8\U00010AF0-\U00010AF6\U00010B39-\U00010B3F'
    '\U00010B99-\U00010B9C\U00010D6E\U00010D8E\U00010D8F\U00010EAD\U00010EC9\U00010ECA\U00010ED0-\U00010ED8\U00010F55-\U00010F59'
    '\U00010F86-\U00010F89\U00011047-\U0001104D\U000110BB-\U000110C1\U000110CD\U00011140-\U00011143\U00011174\U00011175'
    '\U000111C5-\U000111C8\U000111CD\U000111DB\U000111DD-\U000111DF\U00011238-\U0001123D\U000112A9\U000113D4-\U000113D8'
    '\U0001144B-\U0001144F\U0001145A-\U0001145D\U000114C6\U000115C1-\U000115D7\U00011641-\U00011643\U00011660-\U0001166C\U000116B9'
    '\U0001173C-\U0001173F\U0001183B\U00011944-\U00011946\U000119E2\U00011A3F-\U00011A46\U00011A9A-\U00011A9C\U00011A9E-\U00011AA2'
    '\U00011B00-\U00011B09\U00011BE1\U00011C41-\U00011C45\U00011C70\U00011C71\U00011EF7\U00011EF8\U00011F43-\U00011F4F'
    '\U00011FD5-\U00011FFF\U00012470-\U00012474\U00012FF1\U00012FF2\U00013430-\U0001343F\U00016A6E\U00016A6F\U00016AF5'
    '\U00016B37-\U00016B3F\U00016B44\U00016B45\U00016D6D-\U00016D6F\U00016E97-\U00016E9A\U00016FE2\U0001BC9C\U0001BC9F-\U0001CCEF'
    '\U0001CCFA-\U0001CEFD\U0001CF50-\U0001D126\U0001D129-\U0001D164\U0001D16A-\U0001D16C\U0001D173-\U0001D17A\U0001D183\U0001D184'
    '\U0001D18C-\U0001D1A9\U0001D1AE-\U0001D241\U0001D245\U0001D253-\U0001D25A\U0001D25D\U0001D25E\U0001D260-\U0001D27F'
    '\U0001D300-\U0001D356\U0001D6C1\U0001D6DB\U0001D6FB\U0001D715\U0001D735\U0001D74F\U0001D76F\U0001D789\U0001D7A9\U0001D7C3'
    '\U0001D800-\U0001D9FF\U0001DA37-\U0001DA3A\U0001DA6D-\U0001DA74\U0001DA76-\U0001DA83\U0001DA85-\U0001DA8B'
    '\U0001DB00-\U0001DB1C\U0001E14F\U0001E2FF\U0001E5FF\U0001E95E\U0001E95F\U0001ECAC\U0001ECB0\U0001ED2E\U0001EEF0-\U0001F0F5'
    '\U0001F10D-\U0001FBEF\U0001FBFA\U000E0001-\U0010FFFD'
$$;

-- Letters of scripts that have no spaces between words, or in which what belongs to a word is written together with it.
create function search_unspaced() returns text language sql immutable parallel safe as $$
  select
    '\u0E01-\u0E3A\u0E40-\u0E4E\u0E81-\u0ECE\u0EDC-\u0EDF\u1000-\u103F\u1050-\u108F\u109A-\u109D\u1100-\u115E\u1161-\u11FF'
    '\u1780-\u17B3\u17B6-\u17D3\u17D7\u17DC\u17DD\u1950-\u19C9\u1A20-\u1A7C\u1AA7\u3005\u3007\u3021-\u3029\u302E\u302F'
    '\u3038-\u303B\u3041-\u309A\u309D-\u309F\u30A1-\u30FA\u30FC-\u3163\u3165-\u318E\u31A0-\u31BF\u31F0-\u31FF\u3400-\u4DBF'
    '\u4E00-\u9FFF\uA960-\uA97C\uA9E0-\uA9EF\uA9FA-\uA9FE\uAA60-\uAA76\uAA7A-\uAADD\uAC00-\uD7FB\uF900-\uFAD9\uFF66-\uFF6F'
    '\uFF71-\uFF9D\uFFA1-\uFFDC\U00011700-\U0001172B\U0001173A\U0001173B\U00011740-\U00011746\U00016FE3\U00016FF0-\U00016FF6'
    '\U0001AFF0-\U0001B168\U00020000-\U00033479'
$$;

-- In the form in which letters are compared but for their accents: NFKC, lower case, without what nobody can see.
do $do$
begin
  -- Lower case by the tables of Unicode, whatever LC_CTYPE is: PostgreSQL has them itself since 17, and in ICU before.
  execute format($create$
    create function search_folded(written text) returns text language plpgsql immutable strict parallel safe as $$
    begin
      if octet_length(written) = char_length(written) then
        return lower(written collate "C");
      end if;
      return lower(normalize(regexp_replace(translate(written, '™℠', '  '),
        '[\u00AD\u034F\u061C\u0640\u180B-\u180F\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFE00-\uFE0F\uFEFF\U000E0000-\U000E0FFF]+',
        '', 'g'), NFKC) collate %I);
    end $$ $create$,
    (select collname from pg_collation where collnamespace = 'pg_catalog'::regnamespace
       and collname in ('pg_c_utf8', 'und-x-icu', 'default')
     order by array_position(array['pg_c_utf8', 'und-x-icu', 'default'], collname::text) limit 1));
end $do$;

-- Without accents, where they can be left out, and without letters that are only written differently.
create function search_plain(folded text) returns text language plpgsql immutable strict parallel safe as $$
begin
  if octet_length(folded) = char_length(folded) then
    return folded;
  end if;
  return normalize(replace(replace(replace(replace(translate(regexp_replace(normalize(folded, NFKD),
      '[\u0300-\u036F\u0483-\u0487\u0591-\u05BD\u05BF\u05C1\u05C2\u05C4\u05C5\u05C7\u0610-\u061A\u064B-\u065F\u0670'
      '\u06D6-\u06DC\u06DF-\u06E4\u06E7\u06E8\u06EA-\u06ED\u0711\u0730-\u074A\u093C\u1AB0-\u1AFF\u1DC0-\u1DFF\u20D0-\u20FF'
      '\uFE20-\uFE2F]+', '', 'g'),
    'ıøđłħðŧςىیکةہ', 'iodlhdtσييكهه'), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'), NFKC);
end $$;

create function search_stemmer(language text) returns regdictionary language sql immutable parallel safe as $$
  select case split_part(language, '-', 1)
    when 'ar' then regdictionary 'pg_catalog.arabic_stem'
    when 'ca' then regdictionary 'pg_catalog.catalan_stem'
    when 'da' then regdictionary 'pg_catalog.danish_stem'
    when 'de' then regdictionary 'pg_catalog.german_stem'
    when 'el' then regdictionary 'pg_catalog.greek_stem'
    when 'en' then regdictionary 'pg_catalog.english_stem'
    when 'es' then regdictionary 'pg_catalog.spanish_stem'
    when 'eu' then regdictionary 'pg_catalog.basque_stem'
    when 'fi' then regdictionary 'pg_catalog.finnish_stem'
    when 'fr' then regdictionary 'pg_catalog.french_stem'
    when 'ga' then regdictionary 'pg_catalog.irish_stem'
    when 'hi' then regdictionary 'pg_catalog.hindi_stem'
    when 'hu' then regdictionary 'pg_catalog.hungarian_stem'
    when 'hy' then regdictionary 'pg_catalog.armenian_stem'
    when 'id' then regdictionary 'pg_catalog.indonesian_stem'
    when 'it' then regdictionary 'pg_catalog.italian_stem'
    when 'lt' then regdictionary 'pg_catalog.lithuanian_stem'
    when 'nb' then regdictionary 'pg_catalog.norwegian_stem'
    when 'ne' then regdictionary 'pg_catalog.nepali_stem'
    when 'nl' then regdictionary 'pg_catalog.dutch_stem'
    when 'nn' then regdictionary 'pg_catalog.norwegian_stem'
    when 'no' then regdictionary 'pg_catalog.norwegian_stem'
    when 'pt' then regdictionary 'pg_catalog.portuguese_stem'
    when 'ro' then regdictionary 'pg_catalog.romanian_stem'
    when 'ru' then regdictionary 'pg_catalog.russian_stem'
    when 'sr' then regdictionary 'pg_catalog.serbian_stem'
    when 'sv' then regdictionary 'pg_catalog.swedish_stem'
    when 'ta' then regdictionary 'pg_catalog.tamil_stem'
    when 'tr' then regdictionary 'pg_catalog.turkish_stem'
    when 'yi' then regdictionary 'pg_catalog.yiddish_stem'
  end
$$;

-- A word: letters and digits, and what makes another word of it, as in C# or C++.
create function search_word(is_ascii boolean) returns text language sql immutable parallel safe as $$
  select case when is_ascii then '[a-z0-9]+' else '[^' || search_separators() || search_unspaced() || ']+' end || '(?:#|\++)?'
$$;

-- What may stand between two words that are one name, as in node.js, e-mail or r&d.
create function search_joiner(is_ascii boolean) returns text language sql immutable parallel safe as $$
  select case when is_ascii then '[-._&'']' else '[-._&''\u2010-\u2013\u2019\u02BC\u05BE\u05F3\u05F4\u30FB\u00B7]' end
$$;

-- What of a text is written together, in its order; most are a single word.
create function search_chunks(folded text) returns table (n bigint, chunk text, is_word boolean)
language plpgsql immutable strict parallel safe rows 50 as $$
declare
  is_ascii constant boolean := octet_length(folded) = char_length(folded);
  piece constant text := '(?:' || search_word(is_ascii)
    || case when is_ascii then ')' else '|[' || search_unspaced() || ']+)' end;
begin
  return query
  select m.n, m.found[1], m.found[1] ~ '^[a-z0-9]+$'
  from regexp_matches(folded, '\.?' || piece || '(?:' || search_joiner(is_ascii) || '?\.?' || piece || ')*', 'g')
    with ordinality as m (found, n);
end $$;

-- The parts of a chunk: what joins each to the one before, and whether it is a word (w), or a pair of letters in (p) or at the end
-- (e) of a run that has no spaces.
create function search_parts(chunk text) returns table (k integer, part text, joiner text, kind text)
language plpgsql immutable strict parallel safe rows 2 as $$
declare
  is_ascii constant boolean := octet_length(chunk) = char_length(chunk);
  found text[];
begin
  k := 0;
  for found in
    select m from regexp_matches(
      chunk, '(' || search_joiner(is_ascii) || '?\.?)(?:(' || search_word(is_ascii) || ')|(.[' || search_unspaced() || ']*))', 'g') m
  loop
    joiner := found[1];
    if search_plain(found[2]) = '' then
      -- Accents without a letter.
      continue;
    elsif found[2] is not null then
      k := k + 1;
      -- A longer word has no more meaning, and a tsvector would refuse it.
      part := left(found[2], 100);
      kind := 'w';
      return next;
    else
      return query
        select search_parts.k + p.i::integer, p.letter || coalesce(p.next, ''), case p.i when 1 then found[1] else '' end,
               case when p.i < p.letters - 1 then 'p' else 'e' end
        from (
          select l.i, l.letter, lead(l.letter) over (order by l.i) as next, count(*) over () as letters
          from string_to_table(found[3], null) with ordinality l (letter, i)) p
        where p.i < p.letters or p.letters = 1;
      k := k + greatest(char_length(found[3]) - 1, 1);
    end if;
  end loop;
end $$;

-- The forms in which a word is looked for but for itself: without accents, and its stems.
create function search_forms(word text, stemmers regdictionary[]) returns setof text language plpgsql immutable parallel safe rows 3 as $$
declare
  plain constant text := search_plain(word);
begin
  return query select distinct f.form from (
    select plain as form
    union all
    -- As these letters are written where a keyboard has none of them.
    select search_plain(replace(replace(replace(replace(replace(word, 'ä', 'ae'), 'ö', 'oe'), 'ü', 'ue'), 'ø', 'oe'), 'å', 'aa'))
    union all
    select search_plain((ts_lexize(d, w))[1]) from unnest(stemmers) d, (values (word), (plain)) w (w)) f
  where f.form <> '';
end $$;

create function search_stemmers(languages text[]) returns regdictionary[] language sql immutable parallel safe as $$
  select array(select distinct search_stemmer(l) from unnest(languages) l where search_stemmer(l) is not null)
$$;

-- What of a gig is in its tsvector, and where; is_word: not only a stem.
create function search_lexemes(title text, description text, languages text[])
returns table (lexeme text, spots text, is_word boolean) language plpgsql immutable parallel safe rows 100 as $$
declare
  stemmers constant regdictionary[] := search_stemmers(languages);
begin
  return query
  with part as materialized (
    -- One more between the title and the description, which are no phrase.
    select p.weight, p.n, p.is_word, p.k, p.joiner, p.kind, p.part, row_number() over (order by p.weight, p.n, p.k) + (p.weight = 'B')::int as at
    from (
      select f.weight, c.n, c.is_word, p.k, p.joiner, p.kind, coalesce(p.part, c.chunk) as part
      from (values ('A', search_folded(title)), ('B', search_folded(description))) f (weight, folded)
      cross join search_chunks(f.folded) c left join search_parts(case when not c.is_word then c.chunk end) p on true
      -- So that chunks are not carried along with each of their parts.
      offset 0) p
  ), piece as materialized (
    select p.weight, p.n, p.k, p.joiner, p.kind, p.part, p.at, rtrim(p.part, '#+') as word from part p where not p.is_word
  ), joined as (
    select p.weight, p.kind, p.word, p.at, lead(p.word) over chunk as next, lead(p.joiner) over chunk as next_joiner, lead(p.kind) over chunk as next_kind
    from piece p window chunk as (partition by p.weight, p.n order by p.k)
  ), word as (
    select part as word, at || weight as spot, true as has_forms from part where part.is_word
    union all
    select word, at || weight, true from piece where kind = 'w' and (word = part or char_length(word) > 1)
    union all
    select case kind when 'w' then search_plain(part) else part end, at || weight, false from piece where kind <> 'w' or word <> part
    union all
    -- So that a single letter is found at the end of a run, where no pair begins with it.
    select right(part, 1), at || weight, false from piece where kind = 'e' and char_length(part) = 2
    union all
    select '.' || search_plain(part), at || weight, false from piece where kind = 'w' and joiner like '%.'
    union all
    select word || next, at || weight || ',' || at + 1 || weight, true from joined
    where kind = 'w' and next_kind = 'w' and next_joiner <> ''
    union all
    select string_agg(word, '' order by k), min(at) || weight || ',' || max(at) || weight, true from piece
    where kind = 'w' group by weight, n having count(*) between 3 and 8
  ), spotted as materialized (
    select left(word.word, 100) as word, word.has_forms, string_agg(word.spot, ',') as spots
    from word group by 1, 2
  )
  select s.word, s.spots, s.has_forms from spotted s where not s.has_forms or octet_length(s.word) = char_length(s.word)
  union all
  select stem, s.spots, false
  from spotted s, unnest(stemmers) d, unnest(ts_lexize(d, s.word)) stem
  where s.has_forms and octet_length(s.word) = char_length(s.word) and stem <> s.word
  union all
  select form, s.spots, form = search_plain(s.word)
  from spotted s, search_forms(s.word, stemmers) form
  where s.has_forms and octet_length(s.word) > char_length(s.word);
end $$;

create function search_letters(word text) returns text language sql immutable strict parallel safe as $$
  select case when octet_length(word) = char_length(word) then word
    else (select string_agg(chr(ascii('a') + ascii(letter) % 26), '' order by n)
          from string_to_table(word, null) with ordinality letters (letter, n)) end
$$;

create function gigs_search() returns trigger language plpgsql as $$
declare
  words text[];
begin
  select string_agg('''' || l.lexeme || ''':' || l.spots, ' ')::tsvector,
         array_agg(l.lexeme) filter (where l.is_word and char_length(l.lexeme) between 5 and 32 and l.lexeme !~ '[0-9]')
  into new.search, words
  from search_lexemes(new.title, new.description,
    array_remove(array[(select s.default_language from search_settings s where s.is_only_row), new.language], null)) l;
  new.search := coalesce(new.search, '') || array_to_tsvector(search_tags(new.language));
  insert into search_words (word, letters)
  select w.word, search_letters(w.word) from unnest(words) w (word)
  where not exists (select from search_words known where known.word = w.word);
  return new;
end $$;

-- A tag and what it begins with, so that whoever asks for German finds that of Austria too.
create function search_tags(language text) returns text[] language sql immutable parallel safe as $$
  select coalesce(array_agg('=' || lower(array_to_string(tags[1:n], '-') collate "C")), '{}')
  from string_to_array(language, '-') tags, generate_series(1, cardinality(tags)) n
$$;

create trigger gigs_search before insert or update of title, description, language, search on gigs
  for each row execute function gigs_search();

-- What pg_trgm and fuzzystrmatch have is named with the schema in which they are.
do $do$
begin
  -- Few words are new, so that a list of those that are not in the index yet would only cost those who read.
  execute format('create index search_words_letters_idx on search_words using gin (letters %I.gin_trgm_ops) with (fastupdate = off)',
    (select extnamespace::regnamespace::name from pg_extension where extname = 'pg_trgm'));
  execute format($create$
    -- The words in use that a misspelled word may mean: up to that many of its letters are wrong, missing, extra or swapped.
    create function search_corrections(misspelled text, errors integer) returns setof text language plpgsql stable strict rows 5 as $$
    declare
      swapped constant text[] := array(
        select overlay(misspelled placing reverse(substr(misspelled, i, 2)) from i for 2)
        from generate_series(1, char_length(misspelled) - 1) i);
      swapped_twice text[] := '{}';
    begin
      if errors > 1 then
        swapped_twice := array(
          select distinct overlay(s placing reverse(substr(s, i, 2)) from i for 2)
          from unnest(swapped) s, generate_series(1, char_length(misspelled) - 1) i);
      end if;
      -- With one error, words of five letters and more have so many trigrams in common; with two, most have.
      perform set_config('pg_trgm.similarity_threshold', case errors when 1 then '0.3' else '0.2' end, true);
      return query
        select found.word from (
          select w.word from search_words w
          where w.letters operator(%1$I.%%) search_letters(misspelled)
            and (%2$I.levenshtein_less_equal(w.word, misspelled, errors) <= errors
                 or errors > 1 and %2$I.levenshtein_less_equal(w.word, misspelled, 3) <= 3 and exists (
                   select from unnest(swapped) s where %2$I.levenshtein_less_equal(w.word, s, 1) <= 1))
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
create function search_term(word text, stemmers regdictionary[], page integer, errors integer) returns text language plpgsql stable as $$
declare
  term text := (select string_agg('''' || form || '''', ' | ') from search_forms(word, stemmers) form);
  plain constant text := search_plain(word);
begin
  if errors > 0 and char_length(plain) between 5 and 32 and plain !~ '[0-9]' and page > (
    select count(*) from (
      select from (
        select g.search, g.freelancer_id from gigs g where g.is_active and g.deleted_at is null
        order by g.created_at desc, g.id desc limit 2000) g
      where g.search @@ term::tsquery and (select u.is_active from users u where u.id = g.freelancer_id)
      limit page) found)
  then
    term := concat_ws(' | ', term, (
      select string_agg('''' || form || '''', ' | ') from search_corrections(plain, errors) meant, search_forms(meant, stemmers) form));
  end if;
  return '(' || term || ')';
end $$;

-- What is written together, as a tsquery: the words side by side, or as one.
create function search_chunk(chunk text, stemmers regdictionary[], page integer, errors integer)
returns text language plpgsql stable as $$
declare
  terms text[] := '{}';
  words text[] := '{}';
  is_one_name boolean := true;
  has_gap boolean := false;
  next_joiner text;
  p record;
begin
  for p in
    select part, joiner, kind, lead(joiner) over (order by k) as next_joiner, max(char_length(part)) over () as longest, k
    from search_parts(chunk) order by k
  loop
    is_one_name := is_one_name and p.kind = 'w' and (p.k = 1 or p.joiner <> '');
    words := words || rtrim(p.part, '#+');
    -- Elided articles and endings: the gig may have the word without.
    if char_length(p.part) < 3 and p.longest > 2 and (p.joiner ~ '[''’ʼ]' or p.next_joiner ~ '[''’ʼ]') then
      has_gap := true;
    else
      terms := terms || case
        when p.kind = 'w' and p.part ~ '[#+]$' then '''' || search_plain(p.part) || ''''
        when p.kind = 'w' and p.k = 1 and p.joiner = '.' then '''.' || search_plain(p.part) || ''''
        when p.kind = 'w' then search_term(p.part, stemmers, page, errors)
        when char_length(p.part) = 1 then '''' || p.part || ''':*'
        else '''' || p.part || ''''
      end;
    end if;
  end loop;
  if terms = '{}' then
    return null;
  end if;
  return '(' || concat_ws(' | ',
    '(' || array_to_string(terms, case when has_gap then ' & ' else ' <-> ' end) || ')',
    case when is_one_name and cardinality(words) between 2 and 8
      then search_term(left(array_to_string(words, ''), 100), stemmers, page, errors) end,
    case when is_one_name and not has_gap and cardinality(words) = 3
      then search_term(words[1] || words[2], stemmers, page, errors) || ' <-> ' || terms[3] || ' | '
        || terms[1] || ' <-> ' || search_term(words[2] || words[3], stemmers, page, errors) end) || ')';
end $$;

-- What people type, as a tsquery: quotes keep words together, - excludes, "or" widens. Null: there is no word in it, or, where errors
-- are corrected, nothing to correct.
create function search_query(typed text, languages text[], page integer, errors integer) returns tsquery language plpgsql stable as $$
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
      translate(typed, E'“”„‟«»＂－\u3000\u00A0', '"""""""-  ') || ' or', '(-?)(?:"([^"]*)"?|([^[:space:]"]+))', 'g') m
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
