create schema social;

create table social.post_like (
  post_id uuid not null,
  person_id uuid not null,
  liked_at timestamptz not null,
  primary key (post_id, person_id)
);
-- For the export and erasure of one person's data.
create index post_like_person_idx on social.post_like (person_id);

create table social.like_count (
  post_id uuid primary key,
  likes bigint not null check (likes >= 0)
);
