-- A video may be replaced by another one: address, comments and numbers stay. The row has the video of now.
alter table posts.post
  add column version int not null default 1 check (version >= 1),
  add column replaced_at timestamptz,
  -- What will take its place when it is ready, or why it cannot.
  add column next_asset_id uuid unique,
  add column next_refusal text;
-- The videos that a post had before. Their files are kept for a day, for those who are watching; their lengths for ever,
-- because what was watched of them is still counted.
create table posts.past_version (
  post_id uuid not null references posts.post (post_id) on delete cascade,
  version int not null,
  asset_id uuid not null,
  duration_ms int not null,
  until_at timestamptz not null,
  -- False: its files are gone.
  kept boolean not null default true,
  primary key (post_id, version)
);
create index past_version_kept_idx on posts.past_version (until_at) where kept;
