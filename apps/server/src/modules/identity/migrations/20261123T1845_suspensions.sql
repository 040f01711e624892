-- An account that may look and not act. A reason without an end: for good.
alter table identity.person
  add column suspended_until timestamptz,
  add column suspension_reason text,
  add constraint person_suspension_check check (suspended_until is null or suspension_reason is not null);
