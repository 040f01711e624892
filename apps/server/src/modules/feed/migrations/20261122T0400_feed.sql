create schema feed;

-- What may be served: kept in step with `posts` by its events.
create table feed.inventory (
  post_id uuid primary key,
  author_id uuid not null,
  published_at timestamptz not null
);
create index inventory_newest_idx on feed.inventory (published_at desc, post_id desc);

-- What a viewer has begun to watch, exact for everything still in the inventory.
create table feed.seen (
  viewer_id uuid not null,
  post_id uuid not null,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  primary key (viewer_id, post_id)
);
create index seen_rewatch_idx on feed.seen (viewer_id, last_seen_at);
create index seen_post_idx on feed.seen (post_id);

-- Every slot that was served, with the reason and the probability that learners need later.
create table feed.served_slot (
  slot_id uuid primary key,
  feed_id uuid not null,
  viewer_id uuid not null,
  position integer not null,
  post_id uuid not null,
  source text not null,
  reason text not null,
  propensity double precision not null check (propensity > 0 and propensity <= 1),
  model_version text not null,
  served_at timestamptz not null
);
create index served_slot_feed_idx on feed.served_slot (feed_id, post_id);

-- How far this module has read the fact log.
create table feed.progress (
  consumer text primary key,
  journal_offset bigint not null
);
