-- Sounds rise, too.
alter table search.touch drop constraint touch_kind_check;
alter table search.touch add constraint touch_kind_check check (kind in ('post', 'tag', 'sound'));
