create schema reference;

-- One uploaded file. It is never changed; withdrawing it is a note beside it.
create table reference.version (
  -- UUIDv7: versions sort by the time they were uploaded.
  version_id uuid primary key,
  table_id text not null,
  source text not null,
  sha256 text not null,
  lines integer not null check (lines > 0),
  first_date date not null,
  last_date date not null check (last_date >= first_date),
  uploaded_at timestamptz not null,
  uploaded_by uuid not null,
  withdrawn_at timestamptz,
  withdrawn_by uuid,
  check ((withdrawn_at is null) = (withdrawn_by is null))
);
create index version_table_idx on reference.version (table_id, version_id desc);
-- For the export and erasure of one person's data.
create index version_uploader_idx on reference.version (uploaded_by);

create table reference.row (
  version_id uuid not null references reference.version on delete cascade,
  line integer not null,
  -- The day that it is about; of a table by month the first of the month.
  date date not null,
  cells jsonb not null,
  primary key (version_id, line)
);
