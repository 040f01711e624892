-- Threads of one level, what their authors and the authors of posts can do with a comment, and who may write one.
alter table social.comment
  add column parent_id uuid,
  -- Of an answer to a reply: whom it answers.
  add column answered_id uuid,
  -- The author of the post, while the comment waits for them.
  add column held_for uuid,
  -- Removed while there were replies: the place under which they stand.
  add column removed boolean not null default false,
  -- Taken out of sight by moderators.
  add column hidden boolean not null default false,
  add column edited_at timestamptz,
  add column hearted_at timestamptz,
  add column pinned_at timestamptz,
  add column mentioned_ids uuid[] not null default '{}',
  -- Exact counters: rows of comment_like, and replies that can be read.
  add column likes bigint not null default 0 check (likes >= 0),
  add column replies bigint not null default 0 check (replies >= 0),
  -- Its place among the top comments, made by rules/comment-standing.ts whenever a like or a heart changes.
  add column standing double precision not null default 0;

-- What rules/comment-standing.ts says of a comment without likes.
update social.comment
  set standing = -3.345 + extract(epoch from created_at) * 1000 / 172800000;

create index comment_top_idx on social.comment (post_id, standing desc, comment_id desc) where parent_id is null;
create index comment_reply_idx on social.comment (parent_id, created_at, comment_id) where parent_id is not null;
create index comment_pinned_idx on social.comment (post_id, pinned_at desc) where pinned_at is not null;
create index comment_held_idx on social.comment (held_for, created_at desc, comment_id desc) where held_for is not null;

create table social.comment_like (
  comment_id uuid not null references social.comment on delete cascade,
  person_id uuid not null,
  liked_at timestamptz not null,
  primary key (comment_id, person_id)
);
-- For the export and erasure of one person's data.
create index comment_like_person_idx on social.comment_like (person_id);

-- What a comment said before it was changed.
create table social.comment_edit (
  comment_id uuid not null references social.comment on delete cascade,
  until timestamptz not null,
  text text not null,
  primary key (comment_id, until)
);

create table social.comment_rules (
  person_id uuid primary key,
  who text not null check (who in ('everybody', 'followers', 'nobody')),
  words text[] not null
);
create table social.post_comment_rules (
  post_id uuid primary key,
  who text check (who in ('everybody', 'followers', 'nobody')),
  words text[] not null
);
