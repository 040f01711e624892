create schema outside;

-- A brand that an organisation works for.
create table outside.client (
  client_id uuid primary key,
  organisation_id uuid not null,
  name text not null,
  currency text not null,
  region text not null,
  time_zone text not null,
  -- Makes the hashes of buyers' user names, so that those of two clients never meet. It leaves the database for the
  -- reader of a file alone.
  buyer_key text not null,
  created_at timestamptz not null,
  created_by uuid not null,
  archived_at timestamptz
);
create index client_organisation_idx on outside.client (organisation_id);

-- Owners of the organisation need no row: every client is theirs.
create table outside.client_member (
  client_id uuid not null references outside.client on delete cascade,
  person_id uuid not null,
  role text not null check (role in ('analyst', 'viewer')),
  added_at timestamptz not null,
  added_by uuid not null,
  primary key (client_id, person_id)
);
create index client_member_person_idx on outside.client_member (person_id);
