create schema identity;

create table identity.person (
  person_id uuid primary key,
  handle text not null,
  display_name text not null,
  birth_date date not null,
  -- Null: nobody can sign in with a password (the residents of the demo).
  password_hash text,
  role text not null check (role in ('person', 'moderator', 'operator')),
  created_at timestamptz not null
);
-- Handles are lower case by contract; the index makes them unique for ever.
create unique index person_handle_key on identity.person (handle);

create table identity.session (
  -- SHA-256 of the cookie's token: a stolen table opens no session.
  token_hash bytea primary key,
  session_id uuid not null unique,
  person_id uuid not null references identity.person (person_id) on delete cascade,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index session_person_idx on identity.session (person_id);

create table identity.attempt (
  -- What is being guessed at: 'handle:<handle>' or 'address:<ip>'.
  subject text not null,
  attempted_at timestamptz not null,
  attempt_id uuid primary key
);
create index attempt_subject_idx on identity.attempt (subject, attempted_at);

create table identity.passkey (
  credential_id text primary key,
  person_id uuid not null references identity.person (person_id) on delete cascade,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null,
  label text not null,
  created_at timestamptz not null,
  last_used_at timestamptz
);
create index passkey_person_idx on identity.passkey (person_id);

create table identity.challenge (
  challenge_id uuid primary key,
  -- Null while nobody is signed in yet.
  person_id uuid references identity.person (person_id) on delete cascade,
  challenge text not null,
  expires_at timestamptz not null
);

create table identity.organisation (
  organisation_id uuid primary key,
  name text not null,
  created_at timestamptz not null
);

create table identity.membership (
  organisation_id uuid not null references identity.organisation (organisation_id) on delete cascade,
  person_id uuid not null references identity.person (person_id) on delete cascade,
  role text not null check (role in ('owner', 'member')),
  joined_at timestamptz not null,
  primary key (organisation_id, person_id)
);
create index membership_person_idx on identity.membership (person_id);
