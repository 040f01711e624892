-- One file that was given to a client, from its first byte to what became of it.
create table outside.import (
  -- UUIDv7: imports sort by the time they were begun.
  import_id uuid primary key,
  client_id uuid not null references outside.client on delete cascade,
  file_name text not null,
  bytes bigint not null check (bytes > 0),
  -- SHA-256 of the file, known when all of it is there.
  sha256 text,
  state text not null check (
    state in ('uploading', 'waiting', 'reading', 'needs_mapping', 'needs_answer', 'done', 'undone', 'refused')
  ),
  uploaded_by uuid not null,
  uploaded_at timestamptz not null,
  changed_at timestamptz not null,
  -- What the reader recognised, or asks.
  formats text[] not null default '{}',
  question jsonb,
  -- What the member answered. The next reading goes by it.
  answers jsonb not null default '{}',
  -- The attempt that reads now, then the one whose rows count; null in an import that only repeats another.
  load_id uuid,
  -- The last record of that attempt in the journal.
  journal_offset bigint,
  -- As of when the file speaks, on the clock of the shop.
  as_of text,
  period_from date,
  period_to date,
  bytes_read bigint not null default 0,
  lines_taken bigint not null default 0,
  lines_refused bigint not null default 0,
  -- Rows by kind, for the history.
  kinds jsonb not null default '{}',
  -- Filled by settling: what the file changed.
  lines_new bigint,
  lines_changed bigint,
  refusal_code text,
  refusal_detail jsonb,
  -- The import of the same file that counts already.
  repeats uuid references outside.import,
  undone_at timestamptz,
  undone_by uuid,
  check (state <> 'done' or (sha256 is not null and (load_id is null) = (repeats is not null)))
);
create index import_client_idx on outside.import (client_id, import_id desc);
-- The same file counts once, whatever happens at the same time.
create unique index import_counting_key on outside.import (client_id, sha256) where state = 'done' and repeats is null;
create index import_unfinished_idx on outside.import (state)
  where state in ('uploading', 'waiting', 'reading', 'needs_mapping', 'needs_answer');
create index import_uploader_idx on outside.import (uploaded_by);
create index import_repeats_idx on outside.import (repeats) where repeats is not null;

-- Lines that were not taken, the first ones of each import.
create table outside.refused_line (
  import_id uuid not null references outside.import on delete cascade,
  ordinal integer not null,
  sheet text not null,
  line integer not null,
  reason text not null,
  column_name text not null,
  value text not null,
  primary key (import_id, ordinal)
);

-- What the columns of a file mean that was not recognised, by its headers.
create table outside.mapping (
  client_id uuid not null references outside.client on delete cascade,
  -- The same for all files with these headers.
  signature text not null,
  mapping jsonb not null,
  saved_at timestamptz not null,
  saved_by uuid not null,
  primary key (client_id, signature)
);
