-- The creator fund: terms, members, periods with their frozen inputs, statements. No column here is a balance: what
-- anybody has is kept by the ledger, and what stands here of amounts is what a posting in the same transaction moved.
create schema rewards;

-- Versions of the terms; never changed. body is what the contract calls terms, checked when it is written.
create table rewards.terms (
  version integer primary key,
  effective_from date not null,
  body jsonb not null,
  reason text not null,
  set_by uuid not null,
  set_at timestamptz not null
);

-- Who takes part, was refused or has left.
create table rewards.membership (
  person_id uuid primary key,
  state text not null check (state in ('member', 'refused', 'left')),
  since timestamptz not null,
  apply_again_from date,
  -- The checks as they were when it was decided.
  checks jsonb not null
);

-- When somebody took part: a view earns where it began in such a time of its author.
create table rewards.membership_span (
  person_id uuid not null,
  from_at timestamptz not null,
  until_at timestamptz,
  primary key (person_id, from_at)
);

create table rewards.period (
  period_id text primary key,
  from_day date not null,
  to_day date not null,
  state text not null check (state in ('open', 'closing', 'closed', 'final')),
  terms_version integer not null,
  currency text not null,
  pool_micro bigint not null check (pool_micro > 0),
  closes_on date not null,
  final_on date not null,
  -- The copying of views that counts; a copying that broke has a lower number, and its rows are deleted.
  attempt integer not null default 0,
  -- Blinds viewers in statements and creators in the tree.
  secret text not null,
  creators_micro bigint,
  rights_micro bigint,
  held_back_micro bigint,
  creators integer,
  views bigint,
  qualified_views bigint,
  root text,
  final_root text,
  closed_at timestamptz,
  final_at timestamptz,
  check ((root is null) = (closed_at is null)),
  -- What nobody earned stays in the pool.
  unallocated_micro bigint,
  check (
    closed_at is null or creators_micro + rights_micro + held_back_micro + unallocated_micro = pool_micro
  )
);

-- What a period is closed by, frozen: every view of members' videos with those of the day before, which only tell what
-- repeats. The rules of the fund make the same statements of it again, to the byte.
create table rewards.view (
  period_id text not null,
  attempt integer not null,
  view_id uuid not null,
  viewer_id text not null,
  viewer_kind text not null,
  post_id uuid not null,
  began_at timestamptz not null,
  surface text not null,
  visible_ms integer not null,
  uniq_ms integer not null,
  traffic text not null,
  is_self_view boolean not null,
  primary key (period_id, attempt, view_id)
);

create table rewards.video (
  period_id text not null,
  attempt integer not null,
  post_id uuid not null,
  creator_id uuid not null,
  duration_ms integer not null,
  is_withdrawn boolean not null,
  -- Views that counted before the period, and after it (written when it is closed): the first of a video are not paid.
  counted_before bigint not null,
  counted_after bigint,
  primary key (period_id, attempt, post_id)
);
create index video_of_post on rewards.video (post_id);

-- What people did with a video on a day: money-grade, without the author.
create table rewards.action_day (
  period_id text not null,
  attempt integer not null,
  post_id uuid not null,
  day date not null,
  likes integer not null,
  comments integer not null,
  saves integer not null,
  shares integer not null,
  primary key (period_id, attempt, post_id, day)
);

-- What an operator said does not count.
create table rewards.void (
  period_id text not null,
  kind text not null check (kind in ('post', 'creator', 'viewer')),
  subject text not null,
  reason text not null,
  set_by uuid not null,
  set_at timestamptz not null,
  -- It counted when the period was closed already; the others count when it becomes final.
  in_close boolean not null default false,
  primary key (period_id, kind, subject)
);

create table rewards.statement (
  period_id text not null,
  person_id uuid not null,
  currency text not null,
  amount_micro bigint not null,
  final_micro bigint,
  views bigint not null,
  qualified_views bigint not null,
  -- What verify-statement reads, to the byte; of a final period both.
  document text not null,
  final_document text,
  primary key (person_id, period_id)
);
create index statement_period on rewards.statement (period_id);

-- Everything that an operator did with terms, voids, payouts and transfers.
create table rewards.audit (
  audit_id uuid primary key,
  at timestamptz not null,
  set_by uuid not null,
  action text not null,
  subject text not null,
  reason text not null
);
