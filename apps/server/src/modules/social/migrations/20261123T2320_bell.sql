-- Since when a follower wants to hear of each new video; null: they do not. Who stops to follow stops to hear.
alter table social.follow add column bell_since timestamptz;
create index follow_bell_idx on social.follow (followee_id, follower_id) where bell_since is not null;
