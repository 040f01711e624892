create schema media;

create table media.asset (
  asset_id uuid primary key,
  owner_id uuid not null,
  filename text not null,
  total_bytes bigint not null check (total_bytes >= 0),
  state text not null check (state in ('uploading', 'queued', 'processing', 'ready', 'refused')),
  -- Share of the conversion that is done; only meaningful while processing.
  progress real not null default 0 check (progress between 0 and 1),
  refusal_code text,
  -- Set once a post uses the file: one post for each upload.
  claimed boolean not null default false,
  width integer,
  height integer,
  duration_ms integer,
  has_audio boolean,
  bytes bigint,
  created_at timestamptz not null,
  check ((state = 'refused') = (refusal_code is not null)),
  check (state <> 'ready' or (width is not null and height is not null and duration_ms is not null
    and has_audio is not null and bytes is not null))
);
create index asset_owner_idx on media.asset (owner_id, created_at desc);
-- What the sweep looks at: a handful of rows however many videos there are.
create index asset_unfinished_idx on media.asset (created_at) where state in ('uploading', 'queued', 'processing');
