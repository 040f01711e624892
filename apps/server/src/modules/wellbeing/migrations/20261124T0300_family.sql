-- A code with which a parent links a teen: one for each teen, and only its hash.
create table wellbeing.family_code (
  teen_id uuid primary key,
  code_hash text not null unique,
  expires_at timestamptz not null
);
create index family_code_sweep_idx on wellbeing.family_code (expires_at);

create table wellbeing.family_link (
  -- Made by the parent's app: asked twice it is one.
  link_id uuid primary key,
  teen_id uuid not null,
  parent_id uuid not null check (parent_id <> teen_id),
  since timestamptz not null,
  -- Null: what the teen's age says.
  minutes int check (minutes between 15 and 1440),
  extensions boolean not null default true,
  unique (teen_id, parent_id)
);
create index family_link_parent_idx on wellbeing.family_link (parent_id, since);

-- Tries of codes in one quarter of an hour.
create table wellbeing.family_try (
  person_id uuid not null,
  window_at timestamptz not null,
  tries int not null,
  primary key (person_id, window_at)
);
create index family_try_sweep_idx on wellbeing.family_try (window_at);

-- What linked teens watched on days whose views are forgotten; each view is counted here or is still in `watch`.
create table wellbeing.watched_day (
  person_id uuid not null,
  day date not null,
  watched_ms bigint not null,
  primary key (person_id, day)
);
create index watched_day_sweep_idx on wellbeing.watched_day (day);
