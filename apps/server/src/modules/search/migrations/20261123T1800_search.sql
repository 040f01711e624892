create extension if not exists pg_trgm;
create schema search;

-- What can be found: public posts, people, hashtags. The words are ours (rules/words.ts), so no text configuration of
-- the server changes what is found.
create table search.document (
  kind text not null check (kind in ('post', 'person', 'tag')),
  item text not null,
  words tsvector not null,
  tags text[] not null default '{}',
  -- Whose post or account it is; null for a hashtag.
  owner_id uuid,
  popularity int not null default 0,
  born_at timestamptz not null,
  primary key (kind, item)
);
create index document_words_idx on search.document using gin (words);
create index document_tags_idx on search.document using gin (tags) where kind = 'post';
create index document_newest_idx on search.document (kind, born_at desc);

-- Every word that some document had, for correcting what is typed.
create table search.word (word text primary key);
create index word_like_idx on search.word using gin (word gin_trgm_ops);
create index word_prefix_idx on search.word (word text_pattern_ops);

-- What was searched. The person is forgotten after four weeks, with the row.
create table search.search_log (
  search_id uuid primary key,
  query text not null,
  -- Null: nobody who is signed in, or somebody of whom nothing may be learnt.
  person_id uuid,
  results int not null,
  chosen boolean not null default false,
  searched_at timestamptz not null
);
create index search_log_query_idx on search.search_log (query, searched_at);
create index search_log_time_idx on search.search_log (searched_at);

create table search.recent (
  person_id uuid not null,
  query text not null,
  searched_at timestamptz not null,
  primary key (person_id, query)
);
create index recent_list_idx on search.recent (person_id, searched_at desc);

-- Queries that enough different people searched, made anew from the log.
create table search.popular (query text primary key, people int not null);
create index popular_prefix_idx on search.popular (query text_pattern_ops);

-- Who did something with a post or a hashtag in which hour: once for each person, however often they did.
create table search.touch (
  kind text not null check (kind in ('post', 'tag')),
  item text not null,
  hour_at timestamptz not null,
  person_id uuid not null,
  primary key (kind, item, hour_at, person_id)
);
create index touch_time_idx on search.touch (hour_at);
create index touch_person_idx on search.touch (person_id, hour_at);

create table search.trend (
  kind text not null,
  item text not null,
  score double precision not null,
  rise double precision not null,
  as_of timestamptz not null,
  primary key (kind, item)
);

-- Which form of the index the documents have; another one is built anew at the start.
create table search.built (form int primary key, built_at timestamptz not null);
