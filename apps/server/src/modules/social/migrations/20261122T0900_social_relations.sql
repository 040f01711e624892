-- Exact counters, changed in the transaction of what they count. Likes have their own, older table.
create table social.post_count (
  post_id uuid primary key,
  saves bigint not null default 0 check (saves >= 0),
  comments bigint not null default 0 check (comments >= 0),
  shares bigint not null default 0 check (shares >= 0)
);
create table social.person_count (
  person_id uuid primary key,
  followers bigint not null default 0 check (followers >= 0),
  following bigint not null default 0 check (following >= 0)
);

create table social.post_save (
  person_id uuid not null,
  post_id uuid not null,
  saved_at timestamptz not null,
  primary key (person_id, post_id)
);
create index post_save_list_idx on social.post_save (person_id, saved_at desc, post_id desc);
create index post_save_post_idx on social.post_save (post_id);

create table social.follow (
  follower_id uuid not null,
  followee_id uuid not null,
  followed_at timestamptz not null,
  primary key (follower_id, followee_id),
  check (follower_id <> followee_id)
);
create index follow_following_idx on social.follow (follower_id, followed_at desc, followee_id desc);
create index follow_followers_idx on social.follow (followee_id, followed_at desc, follower_id desc);

create table social.share (
  token text primary key,
  post_id uuid not null,
  person_id uuid not null,
  shared_at timestamptz not null,
  -- Sharing again on a later day is another act of sharing, with the same token.
  last_shared_on date not null,
  unique (post_id, person_id)
);
create index share_person_idx on social.share (person_id);

create table social.comment (
  comment_id uuid primary key,
  post_id uuid not null,
  author_id uuid not null,
  text text not null,
  created_at timestamptz not null
);
create index comment_list_idx on social.comment (post_id, created_at desc, comment_id desc);
-- For the limit on writing, and for the export and erasure of one person's data.
create index comment_author_idx on social.comment (author_id, created_at);

create table social.block (
  blocker_id uuid not null,
  blocked_id uuid not null,
  blocked_at timestamptz not null,
  primary key (blocker_id, blocked_id),
  check (blocker_id <> blocked_id)
);
create index block_list_idx on social.block (blocker_id, blocked_at desc, blocked_id desc);
create index block_blocked_idx on social.block (blocked_id, blocked_at desc);

create table social.mute (
  muter_id uuid not null,
  muted_id uuid not null,
  muted_at timestamptz not null,
  primary key (muter_id, muted_id),
  check (muter_id <> muted_id)
);
create index mute_list_idx on social.mute (muter_id, muted_at desc, muted_id desc);

create table social.not_interested (
  person_id uuid not null,
  post_id uuid not null,
  said_at timestamptz not null,
  primary key (person_id, post_id)
);
create index not_interested_list_idx on social.not_interested (person_id, said_at desc, post_id desc);
create index not_interested_post_idx on social.not_interested (post_id);
