create schema payments;

-- Money that moves between us and the world: what we asked for, and how far it is by what the provider told last.
create table payments.movement (
  -- UUIDv7: lists sort by the time it was asked for. The key that the provider knows is made of it, once and for ever.
  movement_id uuid primary key,
  kind text not null check (kind in ('charge', 'refund', 'payout', 'dispute')),
  provider text not null,
  -- The caller's key and what was asked under it. Never deleted: asking again is the same, whenever. Disputes have none.
  request_key text,
  request_hash text,
  purpose text not null,
  reference text not null,
  -- Who pays or is paid; of refunds and disputes: who had paid.
  party text not null,
  -- Of refunds and disputes: whose money it was.
  charge_id uuid references payments.movement,
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null,
  description text not null,
  return_path text not null,
  state text not null,
  -- How much of a charge came in.
  captured_minor bigint not null default 0 check (captured_minor >= 0),
  -- Why it failed, in the provider's word.
  code text,
  provider_ref text,
  -- Of what the provider told last: older tales change nothing.
  provider_version bigint not null default 0,
  url text,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  -- Before the provider was first asked. Null: it cannot know of this yet.
  sent_at timestamptz,
  -- When to ask the provider how far it is, if nothing is heard before. Null: it is at its end.
  look_at timestamptz,
  looks int not null default 0,
  constraint movement_state_check check (case kind
    when 'charge' then state in ('requested', 'open', 'processing', 'authorized', 'settled', 'failed')
    when 'refund' then state in ('requested', 'pending', 'succeeded', 'failed', 'returned')
    when 'payout' then state in ('requested', 'submitted', 'paid', 'failed', 'returned')
    else state in ('seen', 'opened', 'won', 'lost') end),
  constraint movement_charge_check check ((charge_id is not null) = (kind in ('refund', 'dispute'))),
  constraint movement_key_check check ((request_key is null) = (kind = 'dispute')),
  constraint movement_request_key unique (kind, request_key),
  constraint movement_provider_key unique (provider, kind, provider_ref)
);
create index movement_look_idx on payments.movement (look_at) where look_at is not null;
create index movement_reference_idx on payments.movement (purpose, reference, movement_id desc);
create index movement_party_idx on payments.movement (party, movement_id desc);
create index movement_charge_idx on payments.movement (charge_id) where charge_id is not null;

-- What was told to the handlers of the purpose, in the transaction of the change. The key is the proof of "exactly once".
create table payments.transition (
  movement_id uuid not null references payments.movement,
  transition text not null,
  provider_version bigint not null,
  happened_at timestamptz not null,
  primary key (movement_id, transition)
);

-- Hints that a provider sent, each taken once.
create table payments.provider_event (
  provider text not null,
  event_id text not null,
  kind text not null,
  provider_ref text not null,
  received_at timestamptz not null,
  handled_at timestamptz,
  primary key (provider, event_id)
);
create index provider_event_waiting_idx on payments.provider_event (received_at) where handled_at is null;

-- Who can be paid out: the provider's account of a party and how far its checks are.
create table payments.account (
  party text not null,
  provider text not null,
  country text not null,
  provider_ref text,
  provider_version bigint not null default 0,
  state text not null check (state in ('requested', 'pending', 'enabled', 'rejected')),
  url text,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  look_at timestamptz,
  looks int not null default 0,
  primary key (party, provider),
  unique (provider, provider_ref)
);
create index account_look_idx on payments.account (look_at) where look_at is not null;

-- The provider's own account of its balance, line by line, each taken once.
create table payments.report_line (
  provider text not null,
  line_ref text not null,
  kind text not null,
  object_ref text,
  amount_minor bigint not null,
  currency text not null,
  booked_at timestamptz not null,
  -- What of it nobody expected: the handler of unmatched money was given it.
  unexpected_minor bigint not null,
  taken_at timestamptz not null,
  primary key (provider, line_ref)
);
create index report_line_object_idx on payments.report_line (provider, object_ref, kind);

-- Days whose report was read to its end after they were over.
create table payments.reported_day (
  provider text not null,
  day date not null,
  read_at timestamptz not null,
  primary key (provider, day)
);
