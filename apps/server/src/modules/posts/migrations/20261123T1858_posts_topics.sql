-- Sounds: what is heard in a post, that other posts may use.
create table posts.sound (
  sound_id uuid primary key,
  owner_id uuid not null,
  -- The post that it came with: it is heard there, whatever video that post has by now. Null: the post is gone. No foreign
  -- key, because one leads the other way already, and tables that name each other cannot be restored one after the other.
  source_post_id uuid unique,
  title text,
  created_at timestamptz not null,
  -- What may be done with it; null territories: everywhere.
  licence text not null default 'original',
  territories text[],
  commercial boolean not null default false,
  holder text not null default '',
  evidence text not null default '',
  taken_down_at timestamptz,
  takedown_reason text,
  check ((taken_down_at is null) = (takedown_reason is null))
);
alter table posts.post
  add column sound_id uuid references posts.sound (sound_id),
  -- Whose sound it is never changes: kept here, a page of posts reads all people at once.
  add column sound_owner_id uuid,
  add check ((sound_id is null) = (sound_owner_id is null));

-- Posts that everybody may see, under each hashtag of theirs and under their sound: what the pages of both list and count.
create table posts.topic_post (
  kind text not null check (kind in ('tag', 'sound')),
  name text not null,
  post_id uuid not null references posts.post (post_id) on delete cascade,
  author_id uuid not null,
  published_at timestamptz not null,
  primary key (post_id, kind, name)
);
create index topic_post_page_idx on posts.topic_post (kind, name, published_at desc, post_id desc);
create index topic_post_author_idx on posts.topic_post (kind, name, author_id);
insert into posts.topic_post (kind, name, post_id, author_id, published_at)
  select distinct 'tag', tag, post_id, author_id, published_at
  from posts.post cross join lateral unnest(tags) as tag
  where state = 'published' and not removed and not limited and audience = 'public' and minimum_age is null;

create table posts.topic_follow (
  person_id uuid not null,
  kind text not null check (kind in ('tag', 'sound')),
  name text not null,
  followed_at timestamptz not null,
  primary key (person_id, kind, name)
);
