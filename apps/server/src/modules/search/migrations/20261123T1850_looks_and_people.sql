-- Which look at the results it was: only the first one, the best of everything, is a query that somebody typed.
alter table search.search_log add column kind text not null default 'top';
create index search_log_person_idx on search.search_log (person_id, query) where person_id is not null;

-- Those with most people around them are read for every look at what is on.
create index document_popular_idx on search.document (kind, popularity desc, item);
