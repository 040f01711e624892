-- A name that changes is written into the words of its person's posts.
create index document_owner_idx on search.document (owner_id, item) where kind = 'post';
