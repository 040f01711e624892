-- An operator has seen a warning. The mark ends when the warning comes back or the mark is taken away.
create table measure.warning_seen (
  warning_id uuid not null references measure.warning (warning_id) on delete cascade,
  seen_at timestamptz not null,
  seen_by uuid not null,
  note text not null check (length(note) <= 500),
  -- The last hour then: what "more" is measured by.
  interactions integer not null check (interactions > 0),
  watched integer not null,
  returned_at timestamptz,
  primary key (warning_id, seen_at)
);
create unique index warning_seen_now_key on measure.warning_seen (warning_id) where returned_at is null;
