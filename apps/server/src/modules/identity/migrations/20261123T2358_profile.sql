-- What a person shows of themselves besides their name. Another picture has another name.
alter table identity.person
  add column bio text not null default '',
  add column link text,
  add column picture text;
