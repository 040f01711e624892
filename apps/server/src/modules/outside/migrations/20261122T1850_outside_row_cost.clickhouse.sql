-- What of a row changed is asked by its hash, so that not all texts of all versions are read again.
ALTER TABLE outside_row ADD COLUMN IF NOT EXISTS row_hash FixedString(16) DEFAULT sipHash128(row) AFTER row;
-- A large file is a million texts of a kilobyte: packing them harder costs more than it saves, and merging them in large
-- blocks takes the memory of the whole server.
ALTER TABLE outside_row MODIFY COLUMN row String CODEC(ZSTD(1));
ALTER TABLE outside_row MODIFY SETTING merge_max_block_size = 1024, merge_max_block_size_bytes = 1048576;
