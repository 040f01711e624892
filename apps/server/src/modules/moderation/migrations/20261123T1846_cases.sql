-- What was reported about one thing, until somebody has decided.
create table moderation.report_case (
  case_id uuid primary key,
  target_kind text not null check (target_kind in ('post', 'person', 'comment', 'sound')),
  target_id uuid not null,
  -- The post it is about or stands under; null for a person.
  post_id uuid,
  author_id uuid not null,
  -- The gravest that was named; rules/severity.ts says how grave each is.
  reason text not null,
  -- Different people who reported it.
  reporters integer not null check (reporters >= 0),
  reach bigint not null,
  -- Made by rules/priority.ts at every report.
  priority integer not null,
  opened_at timestamptz not null,
  due_at timestamptz not null,
  -- Who works on it, and until when nobody else may.
  holder_id uuid,
  held_until timestamptz,
  closed_at timestamptz,
  closed_by uuid,
  outcome text check (outcome in ('acted', 'no_violation')),
  decision_id uuid,
  check ((holder_id is null) = (held_until is null)),
  check ((closed_at is null) = (outcome is null))
);
create unique index report_case_open_key on moderation.report_case (target_kind, target_id) where closed_at is null;
create index report_case_queue_idx on moderation.report_case (priority desc, case_id desc) where closed_at is null;
create index report_case_post_idx on moderation.report_case (post_id) where post_id is not null;
create index report_case_closed_idx on moderation.report_case (closed_at) where closed_at is not null;
create index report_case_opened_idx on moderation.report_case (opened_at);

alter table moderation.report add column case_id uuid references moderation.report_case on delete cascade;

-- Reports that are open become cases; what they weigh is made again at the next report.
insert into moderation.report_case
  (case_id, target_kind, target_id, post_id, author_id, reason, reporters, reach, priority, opened_at, due_at)
select (array_agg(report_id order by report_id))[1], target_kind, target_id, (array_agg(post_id))[1],
  (array_agg(author_id))[1], (array_agg(reason order by report_id))[1], count(distinct reporter_id), 0, 5000,
  min(created_at), min(created_at) + interval '72 hours'
from moderation.report where closed_at is null
group by target_kind, target_id;
update moderation.report as report set case_id = one.case_id
from moderation.report_case as one
where report.closed_at is null and one.target_kind = report.target_kind and one.target_id = report.target_id;
alter table moderation.report add check (closed_at is not null or case_id is not null);
create index report_case_idx on moderation.report (case_id, report_id desc);
create index report_created_idx on moderation.report (created_at);

-- The record of what was decided: rows are added, and never changed.
create table moderation.decision (
  decision_id uuid primary key,
  case_id uuid not null references moderation.report_case,
  target_kind text not null,
  target_id uuid not null,
  post_id uuid,
  author_id uuid not null,
  kind text not null check (kind in ('act', 'dismiss')),
  rule text not null,
  text text not null,
  measures jsonb not null,
  violation boolean not null,
  automated boolean not null,
  -- Null: nobody, it was automated.
  decided_by uuid,
  decided_at timestamptz not null,
  -- What held for the target and its author before and after.
  before jsonb not null,
  after jsonb not null,
  check (automated = (decided_by is null)),
  unique (decision_id, decided_by)
);
create index decision_target_idx on moderation.decision (target_kind, target_id);
create index decision_author_idx on moderation.decision (author_id, decided_at desc, decision_id desc) where kind = 'act';
create index decision_decided_idx on moderation.decision (decided_at);
create index decision_by_idx on moderation.decision (decided_by, decided_at) where decided_by is not null;

-- A decision stands while it has no row here.
create table moderation.undoing (
  decision_id uuid primary key references moderation.decision,
  by text not null check (by in ('appeal', 'withdrawal')),
  person_id uuid not null,
  text text not null,
  undone_at timestamptz not null,
  before jsonb not null,
  after jsonb not null
);

create function moderation.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the record of decisions is only added to';
end $$;
create trigger decision_kept before update or delete on moderation.decision
  for each row execute function moderation.refuse_change();
create trigger undoing_kept before update or delete on moderation.undoing
  for each row execute function moderation.refuse_change();

create table moderation.notice_read (
  decision_id uuid primary key references moderation.decision,
  read_at timestamptz not null
);

create table moderation.appeal (
  appeal_id uuid primary key,
  -- One appeal for each decision.
  decision_id uuid not null unique references moderation.decision,
  -- Copied from the decision, and held equal to it, so that the check below can compare.
  decision_by uuid,
  person_id uuid not null,
  text text not null,
  created_at timestamptz not null,
  outcome text check (outcome in ('upheld', 'overturned')),
  ruled_by uuid,
  ruled_at timestamptz,
  answer text,
  -- Nobody else was there.
  same_person boolean not null default false,
  foreign key (decision_id, decision_by) references moderation.decision (decision_id, decided_by),
  check ((outcome is null) = (ruled_by is null) and (outcome is null) = (ruled_at is null)),
  -- Nobody rules on a decision of their own, nor on what is theirs.
  check (ruled_by <> decision_by or same_person),
  check (ruled_by <> person_id)
);
create index appeal_open_idx on moderation.appeal (appeal_id) where outcome is null;
create index appeal_ruled_idx on moderation.appeal (appeal_id desc) where outcome is not null;
create index appeal_created_idx on moderation.appeal (created_at);
