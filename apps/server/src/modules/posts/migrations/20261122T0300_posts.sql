create schema posts;

create table posts.post (
  post_id uuid primary key,
  author_id uuid not null,
  -- One post for each upload; the module media owns the file.
  asset_id uuid not null unique,
  caption text not null,
  tags text[] not null,
  mentions text[] not null,
  state text not null check (state in ('waiting', 'refused', 'published')),
  refusal_code text,
  created_at timestamptz not null,
  published_at timestamptz,
  check ((state = 'published') = (published_at is not null)),
  check ((state = 'refused') = (refusal_code is not null))
);
create index post_author_idx on posts.post (author_id, created_at desc, post_id desc);
