-- The picture that an organisation's reports carry; the bytes are a blob under its SHA-256.
create table outside.agency_logo (
  organisation_id uuid primary key,
  sha256 text not null,
  set_by uuid not null,
  set_at timestamptz not null
);

-- What a client's files told at a moment. A row is written once and never changed.
create table outside.report (
  -- UUIDv7: reports sort by the time they were made.
  report_id uuid primary key,
  client_id uuid not null references outside.client on delete cascade,
  period_from date not null,
  period_to date not null,
  made_at timestamptz not null,
  -- Null: the schedule.
  made_by uuid,
  -- SHA-256 of the logo that it carries.
  logo text,
  content jsonb not null
);
create index report_client_idx on outside.report (client_id, report_id desc);
create index report_logo_idx on outside.report (logo) where logo is not null;

-- A way to read a report without an account. Only the hash of its token is here.
create table outside.report_link (
  link_id uuid primary key,
  report_id uuid not null references outside.report on delete cascade,
  token_hash text not null unique,
  created_at timestamptz not null,
  created_by uuid not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  opened integer not null default 0,
  last_opened_at timestamptz
);
create index report_link_report_idx on outside.report_link (report_id, link_id desc);

-- Reports that are made by themselves.
create table outside.report_schedule (
  client_id uuid primary key references outside.client on delete cascade,
  every text not null check (every in ('week', 'month')),
  -- The first day of the period that comes next.
  next_from date not null,
  set_by uuid not null,
  set_at timestamptz not null
);
