-- False: only for those who follow its author; it is recommended to nobody.
alter table feed.inventory add column recommended boolean not null default true;
