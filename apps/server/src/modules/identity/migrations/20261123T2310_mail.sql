-- Where somebody reads mail. Only what was confirmed stands here. Two accounts may share an address: that it is in use
-- is told to nobody.
create table identity.mail_address (
  person_id uuid primary key references identity.person (person_id) on delete cascade,
  address text not null,
  locale text not null,
  confirmed_at timestamptz not null
);

-- An address that somebody claims, until a link that was sent there is opened.
create table identity.mail_request (
  request_id uuid primary key,
  person_id uuid not null references identity.person (person_id) on delete cascade,
  address text not null,
  locale text not null,
  requested_at timestamptz not null,
  -- Brought forward when another address is claimed.
  expires_at timestamptz not null,
  used_at timestamptz
);
create index mail_request_person_idx on identity.mail_request (person_id, requested_at);
create index mail_request_address_idx on identity.mail_request (address, requested_at);

-- What its links are known by: SHA-256, so a stolen table confirms nothing. A message that had to be sent again has
-- another link, and the first one may have arrived after all.
create table identity.mail_link (
  token_hash bytea primary key,
  request_id uuid not null references identity.mail_request (request_id) on delete cascade
);
create index mail_link_request_idx on identity.mail_link (request_id);

-- Browsers that were signed in to an account: by SHA-256 of the account and a cookie that stays when the session ends.
create table identity.known_browser (
  person_id uuid not null references identity.person (person_id) on delete cascade,
  browser_hash bytea not null,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  primary key (person_id, browser_hash)
);
