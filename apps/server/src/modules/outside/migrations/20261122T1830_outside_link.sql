-- A way from posts to a place of a client.
create table outside.link (
  -- UUIDv7: links sort by the time they were made.
  link_id uuid primary key,
  client_id uuid not null references outside.client on delete cascade,
  code text not null unique,
  label text not null,
  campaign text not null,
  destination text not null,
  goal text not null,
  created_at timestamptz not null,
  created_by uuid not null,
  closed_at timestamptz
);
create index link_client_idx on outside.link (client_id, link_id desc);

-- That an author put a link on a post: until when, and where people are led by what the author agreed to.
create table outside.link_placement (
  placement_id uuid primary key,
  link_id uuid not null references outside.link on delete cascade,
  post_id uuid not null,
  author_id uuid not null,
  action text not null,
  destination text not null,
  placed_at timestamptz not null,
  removed_at timestamptz
);
-- A post has one button.
create unique index link_placement_current_key on outside.link_placement (post_id) where removed_at is null;
create index link_placement_link_idx on outside.link_placement (link_id);

-- What the server of a shop shows when it tells conversions; only its hash is here.
create table outside.conversion_key (
  client_id uuid primary key references outside.client on delete cascade,
  key_hash text not null,
  made_at timestamptz not null,
  made_by uuid not null
);
