-- A client whose files are generated: every page of it says so.
alter table outside.client add column is_demo boolean not null default false;
