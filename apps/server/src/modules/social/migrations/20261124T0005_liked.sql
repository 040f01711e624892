-- What somebody liked, the latest first.
create index post_like_list_idx on social.post_like (person_id, liked_at desc, post_id desc);
drop index social.post_like_person_idx;
