-- What becomes of a post besides its video: who sees it, when it comes out, and what moderators say.
alter table posts.post
  add column audience text not null default 'public' check (audience in ('public', 'followers', 'friends', 'private')),
  add column alt_text text not null default '',
  add column allow_download boolean not null default true,
  add column edited_at timestamptz,
  -- What the author wants while it is not out: to keep it, or a time. The state follows from these and from the video.
  add column draft boolean not null default false,
  add column publish_at timestamptz,
  add column removed boolean not null default false,
  add column limited boolean not null default false,
  add column minimum_age smallint check (minimum_age between 1 and 21),
  add column labels text[] not null default '{}';
alter table posts.post drop constraint post_state_check;
alter table posts.post add constraint post_state_check
  check (state in ('draft', 'scheduled', 'waiting', 'refused', 'published'));
create index post_due_idx on posts.post (publish_at) where state = 'scheduled';
