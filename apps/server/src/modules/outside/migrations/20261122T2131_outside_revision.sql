-- How often the facts of a client were made: what was computed of them holds until the next time.
alter table outside.client add column revision bigint not null default 0;
