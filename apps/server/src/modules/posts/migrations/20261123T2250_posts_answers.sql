-- Videos that answer comments. Neither of the two is a foreign key: what is answered may go, and the answer stays.
alter table posts.post
  add column answers_id uuid,
  add column answers_post_id uuid,
  add check ((answers_id is null) = (answers_post_id is null));

-- Posts that everybody may see are listed under what they answer, too.
alter table posts.topic_post drop constraint topic_post_kind_check;
alter table posts.topic_post add constraint topic_post_kind_check
  check (kind in ('tag', 'sound', 'reply', 'answer'));

-- From which post another one came. It leads to what was there before, so there is no circle.
create view posts.lineage as
  select post_id as child_id, answers_post_id as parent_id, 'reply' as kind
  from posts.post where answers_post_id is not null
  union all
  select post.post_id, sound.source_post_id, 'sound'
  from posts.post as post join posts.sound as sound using (sound_id)
  where sound.source_post_id <> post.post_id;
