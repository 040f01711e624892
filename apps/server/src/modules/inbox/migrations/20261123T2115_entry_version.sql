-- The version of the inbox when an act was first told: done again after it was undone, it goes back there. Null: it was
-- undone before it was ever told, or it is of the days before this column; then it counts as new.
alter table inbox.entry add column version bigint;
