-- How far the transfers of each lane are copied to the facts. A lane is written in the order in which it is committed.
create table ledger.copied (
  lane smallint primary key,
  no bigint not null default 0
);
insert into ledger.copied (lane) select lane from generate_series(0, 15) as lane;
