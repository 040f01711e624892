create schema moderation;

create table moderation.report (
  -- UUIDv7: reports sort by the time they were made.
  report_id uuid primary key,
  reporter_id uuid not null,
  target_kind text not null check (target_kind in ('post', 'person', 'comment')),
  target_id uuid not null,
  -- The post it is about or stands under; null for a person.
  post_id uuid,
  author_id uuid not null,
  reason text not null,
  text text not null,
  created_at timestamptz not null,
  closed_at timestamptz,
  closed_by uuid,
  check ((closed_at is null) = (closed_by is null))
);
-- One open report for each person and target.
create unique index report_open_key on moderation.report (reporter_id, target_kind, target_id)
  where closed_at is null;
create index report_open_idx on moderation.report (report_id desc) where closed_at is null;
create index report_closed_idx on moderation.report (report_id desc) where closed_at is not null;
-- For the limit of a day, and for the export and erasure of one person's data.
create index report_reporter_idx on moderation.report (reporter_id, created_at);
create index report_post_idx on moderation.report (post_id) where post_id is not null;
