-- What no other person caused has nobody who did it, and says what it is about.
alter table inbox.entry alter column actor_id drop not null;
alter table inbox.entry add column detail jsonb;
-- What came in the night leaves by mail in the morning; null: it left, or is not to leave.
alter table inbox.entry add column mail_due_at timestamptz;
create index entry_mail_idx on inbox.entry (mail_due_at) where mail_due_at is not null;

-- What comes by mail. Everybody who has confirmed an address gets what they have to know, unless they chose otherwise.
alter table inbox.person add column mail text not null default 'important' check (mail in ('off', 'important', 'daily'));
-- Up to this version of the inbox a digest has told.
alter table inbox.person add column digest_version bigint not null default 0;
-- Null: no digest is wanted.
alter table inbox.person add column next_digest_at timestamptz;
-- Stands in every mail, so it can be no hash. It ends mail, and opens nothing.
alter table inbox.person add column unsubscribe_token text unique;
create index person_digest_idx on inbox.person (next_digest_at) where next_digest_at is not null;
