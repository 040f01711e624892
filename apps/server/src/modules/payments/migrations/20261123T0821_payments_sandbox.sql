-- The books of the sandbox: another company that happens to live in this database. Nothing of Busker reads them, and no
-- transaction changes both.
create schema payments_sandbox;

create table payments_sandbox.setting (
  name text primary key,
  value text not null
);

-- Charges, refunds, payouts, disputes and accounts.
create table payments_sandbox.object (
  ref text primary key,
  kind text not null,
  -- What the caller called it; the same key answers the same, for ever.
  request_key text unique,
  request_hash text,
  charge_ref text references payments_sandbox.object,
  version bigint not null,
  status text not null,
  amount_minor bigint not null,
  currency text not null,
  captured_minor bigint not null default 0,
  code text,
  -- What will happen to it.
  scenario text not null,
  -- What the hosted page shows.
  page jsonb not null,
  created_at timestamptz not null
);
create index object_charge_idx on payments_sandbox.object (charge_ref) where charge_ref is not null;

create table payments_sandbox.line (
  line_ref text primary key,
  kind text not null,
  object_ref text not null,
  amount_minor bigint not null,
  currency text not null,
  booked_at timestamptz not null
);
create index line_day_idx on payments_sandbox.line (booked_at);

-- What happens by itself, later.
create table payments_sandbox.timer (
  timer_ref text primary key,
  object_ref text not null references payments_sandbox.object,
  happening text not null,
  due_at timestamptz not null
);
create index timer_due_idx on payments_sandbox.timer (due_at);

-- Webhooks that wait to be sent. One that is sent twice has two rows with one event.
create table payments_sandbox.delivery (
  delivery_ref text primary key,
  event_id text not null,
  body text not null,
  due_at timestamptz not null,
  attempts int not null default 0
);
create index delivery_due_idx on payments_sandbox.delivery (due_at);
