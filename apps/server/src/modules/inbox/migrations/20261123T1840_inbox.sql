create schema inbox;

-- One row for each person who was ever told something or chose something. Whoever changes an inbox holds it.
create table inbox.person (
  person_id uuid primary key,
  -- Counts the changes of this inbox.
  version bigint not null default 0,
  seen_version bigint not null default 0,
  off_kinds text[] not null default '{}',
  quiet_chosen boolean not null default false,
  quiet_from int check (quiet_from between 0 and 1439),
  quiet_to int check (quiet_to between 0 and 1439),
  time_zone text,
  -- The zone moves once a day at most, so that the night cannot be moved away.
  zone_since timestamptz
);

-- Who did the same to the same on one day.
create table inbox.notification_group (
  group_id text primary key,
  person_id uuid not null,
  kind text not null,
  post_id uuid,
  -- The version of the inbox when something was last added, and when it was last read.
  version bigint not null,
  read_version bigint not null default 0,
  at timestamptz not null,
  -- Different people in it.
  actors int not null,
  entries int not null
);
create index notification_group_list_idx on inbox.notification_group (person_id, version desc);
create index notification_group_post_idx on inbox.notification_group (post_id) where post_id is not null;
create index notification_group_sweep_idx on inbox.notification_group (at);

-- One act. What was undone stays as a row that is not present, so that an older event told later cannot bring it back.
create table inbox.entry (
  entry_id text primary key,
  group_id text not null,
  person_id uuid not null,
  actor_id uuid not null,
  comment_id uuid,
  at timestamptz not null,
  -- Of the event that this row knows of; a lower one is older.
  event_id text not null,
  present boolean not null
);
create index entry_group_idx on inbox.entry (group_id, at desc) where present;
create index entry_actor_idx on inbox.entry (person_id, actor_id) where present;
create index entry_comment_idx on inbox.entry (comment_id) where comment_id is not null;
create index entry_sweep_idx on inbox.entry (at);

create table inbox.muted_post (
  person_id uuid not null,
  post_id uuid not null,
  muted_at timestamptz not null,
  primary key (person_id, post_id)
);
