-- Money to creators: what is asked of them before it leaves, requests with every step, and transfers made by hand.

create table rewards.payee (
  person_id uuid primary key,
  country text not null,
  tax_form text check (tax_form in ('w9', 'w8ben', 'dac7', 'other')),
  tax_country text,
  -- Salted; the number itself is nowhere.
  tax_number_hash text,
  tax_number_last text,
  tax_form_at timestamptz,
  changed_at timestamptz not null
);

create table rewards.payout (
  payout_id uuid primary key,
  person_id uuid not null,
  request_key uuid not null,
  rail text not null check (rail in ('creator', 'seller', 'affiliate')),
  currency text not null,
  -- As it was asked for; null: all there was.
  asked_micro bigint,
  amount_micro bigint not null check (amount_micro > 0),
  withheld_micro bigint not null check (withheld_micro >= 0 and withheld_micro < amount_micro),
  jurisdiction text not null,
  state text not null,
  note text,
  -- Transfers in the books: the one that asked, and the one that said it was paid.
  request_txn uuid not null,
  paid_txn uuid,
  requested_at timestamptz not null,
  changed_at timestamptz not null,
  paid_at timestamptz,
  unique (person_id, request_key)
);
create index payout_of_person on rewards.payout (person_id, payout_id desc);
create index payout_by_state on rewards.payout (state, payout_id desc);

create table rewards.payout_step (
  payout_id uuid not null references rewards.payout,
  step integer not null,
  state text not null,
  note text,
  at timestamptz not null,
  primary key (payout_id, step)
);

create table rewards.journal (
  journal_id uuid primary key,
  request_key uuid not null unique,
  transfer jsonb not null,
  reason text not null,
  state text not null check (state in ('proposed', 'posted', 'refused', 'withdrawn')),
  proposed_by uuid not null,
  proposed_at timestamptz not null,
  decided_by uuid,
  decided_at timestamptz,
  decision_reason text,
  txn_id uuid,
  -- Nobody approves what they proposed, whatever the program believes.
  check (state <> 'posted' or decided_by <> proposed_by)
);
